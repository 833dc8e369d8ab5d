// Package ci finds out which commits the run of a CI system must judge, and writes
// the result where the system shows it.
//
// # Which commits
//
// A CI system knows why it has started a run: a push, a branch to merge, a
// schedule. Each system says so in its environment in its own way ([Detect]).
// Where a system does not say which commits are new, the run judges everything: a
// scan that takes longer is better than one that leaves something out.
//
// Many systems clone only a part of the history, and what is missing cannot be
// judged. So [Run.Range] and [Run.Whole] check that all of it is there. Their
// error names the command that fetches the rest ([FetchError]), and runs it for a caller
// that asks for that. The rules of a run are chosen in package job.
//
// # What a system shows
//
// On GitHub, findings are annotations of lines ([Annotate]), and the later steps of a job read
// the result from outputs ([Outputs]). [Run.Category] keeps the alerts of runs apart that judge
// different things. Other systems read report files.
//
// # The action
//
// The scripts in action/ are the steps of action.yml, which takes the program from a release or
// builds it. What the program can do itself is not in them. The tests of this package run the
// action as a runner of GitHub does, and the scripts of docs/ci as their systems do.
package ci
