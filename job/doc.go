// Package job decides what a run of sluice judges, by whose rules and until
// when, and what its user must read besides the report.
//
// There is a constructor for each kind of job: [Folders], [Stdin], [Git], [CI]
// and [Hook]. It reads what the process was given (flags, the environment, what
// git writes to a hook, the event of a CI run) and returns a [Job], in which
// everything is decided. Then [Job.Run] only scans.
//
// # Whose rules
//
// Rules can hide a secret: an allowlist is enough. So a gate, which judges the
// change of somebody else, must not take its rules from that change.
//
//	job                     rules
//	Folders, Stdin, Git,    the file that the user names (--config, SLUICE_CONFIG),
//	Hook of a user          or the one in the folder that is scanned
//	CI, whole history       the same
//	CI, a range             the file that the user names, if it is outside the
//	                        repository; or the one in the commit before the range
//	Hook of a server        the file that --config names, or the one that the owner
//	                        of the server names (sluice.rules), or the one in the
//	                        commit that HEAD names before the push
//
// Where none of them is there, the rules are the built-in ones.
//
// # Comments that allow
//
// A comment in the judged text can allow what is beside it. Where a stranger's
// change is judged, it allows nothing: in the hook of a server, unless its owner
// permits it (sluice.allowInline), and in a CI run for a change from a fork.
//
// # Nothing to judge
//
// A push that only deletes refs brings nothing, and its Job has no Source. This
// is the only such case. Input that a constructor does not understand is an
// error: a job that is smaller than it should be would be a false all-clear.
package job
