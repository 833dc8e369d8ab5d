// Package job decides what a run of sluice judges, by whose rules and until
// when, and what its user must read besides the report.
//
// There is a constructor for each kind of job: [Folders], [Stdin], [Git], [CI],
// [Hook], [Agent] and [Gitleaks]. It reads what the process was given (flags, the environment,
// what git writes to a hook, the event of a CI run) and returns a [Job], in which
// everything is decided. Then [Job.Run] only scans.
//
// # Whose rules
//
// Rules can hide a secret: an allowlist is enough. So a gate, which judges the
// change of somebody else, must not take its rules from that change.
//
//	job                    rules
//	Folders, Git,          the file that the user names (--config, SLUICE_CONFIG), or
//	Hook of a user         the one at the root of what is scanned: of the first folder,
//	                       of the work tree, of a bare repository
//	Stdin, a single file   the file that the user names
//	CI, a range            the file that the user names, if it is outside the
//	                       repository; or the one in the commit before the range,
//	                       if that is a commit of the branch to merge into
//	CI, a range that was   the same, with the newest commit of the default branch
//	pushed to any branch,
//	or the whole history
//	Hook of a server       the file that --config names, or the one that the owner of
//	                       the server names (sluice.rules); or, only if the owner says
//	                       so (sluice.trustHead), the one in the commit that HEAD
//	                       names before the push
//	Agent                  the file that the user names, if it is outside the repository;
//	                       or the one in the commit that HEAD names: the agent may have
//	                       written that of the work tree
//	Gitleaks               the file that --config or GITLEAKS_CONFIG names, the text of
//	                       GITLEAKS_CONFIG_TOML, or .gitleaks.toml in what is scanned:
//	                       as gitleaks does, also in CI
//
// Where none of them is there, the rules are the built-in ones. A user can ask for
// just these ([BuiltinRules]), and can ask that no rule file is looked for in what
// is judged ([Call].NoRepoConfig): somebody else's repository is audited in this
// way. A report says where the rules come from, and how many of the built-in ones
// are off ([finding.Rules]).
//
// A run of CI on the whole history is started by a schedule or by a person, and
// both can name any branch, also one that a stranger has brought. A push to a
// branch may be the second of two, of which the first has brought a rule file that
// allows what the second brings. What a team has agreed on is in its default
// branch. So that branch's rule file counts, as the
// remote has it: not the work tree's, which an earlier step may have changed, and
// not HEAD's, unless the CI system says that the commit of HEAD is on the default
// branch. In a clone that does not know the default branch the rules are the
// built-in ones, and a note says how to change that.
//
// A server does not trust its own HEAD by itself, because of the two pushes.
//
// A rule file that is in a commit and does not load stops neither CI nor a push:
// that would also stop the change that mends it. The built-in rules stand in for
// it, and a note says so. For a user it is an error.
//
// # Whose baseline
//
// A baseline ([baseline.File]) hides findings, too. So it counts where a rule file would:
// in place of --config, SLUICE_CONFIG and sluice.rules it has --baseline,
// SLUICE_BASELINE and sluice.baseline. In a job of [Gitleaks] none counts. Without such a file, and with [Call].NoBaseline,
// nothing is known. A hook of a user reads the file in the work tree, also if it is not
// committed yet: docs/adr/0011-baselines.md has the reasons.
//
// # Comments that allow
//
// A comment in the judged text can allow what is beside it. Where a stranger's
// change is judged, it allows nothing: in the hook of a server, unless its owner
// permits it (sluice.allowInline), in a CI run for a change from a fork, and in what
// a coding agent writes.
//
// # Nothing to judge
//
// A push that only deletes refs brings nothing, and its Job has no Source. This
// is the only such case. Input that a constructor does not understand is an
// error: a job that is smaller than it should be would be a false all-clear.
package job
