// Package ci finds out which commits the run of a CI system must judge, and by
// which rules, and tells the result where such a system shows it.
//
// # Which commits
//
// A CI system knows what it was started for: a push from one commit to
// another, a branch to be merged into another, a schedule. It says so in its
// environment, each in a way of its own ([Detect]). What a system does not say
// is judged whole: a scan that takes longer is better than one that leaves out.
//
// Systems like to clone only a part of the history. What is not there cannot
// be judged, so [Run.Range] checks that it is, and its error names the very
// command that fetches it ([FetchError]).
//
// # By which rules
//
// Who may push a branch may push other rules in it. So the rules are those of
// the commit before the change ([Rules]): new ones count once they are merged.
package ci
