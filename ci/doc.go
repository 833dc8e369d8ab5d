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
// error names the command that fetches the rest ([FetchError]).
//
// The rules of a run are chosen in package job.
package ci
