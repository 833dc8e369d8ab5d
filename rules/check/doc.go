// Package check holds rules to what they say.
//
// Loading a rule file tells what cannot be understood. This package tells
// what can be understood and does not work: a rule that misses its own
// example, one that finds what it says it does not, one that speaks up for
// another service's secret, one that no engine compiles, one so vague that
// it has to run over every byte. The built-in rules pass it, and whoever
// writes rules can ask for the same of theirs.
//
// Examples are written in the notation of package rules/example. Each is
// expanded several times, because a boundary that breaks one token in thirty
// passes a single try.
package check
