// Package check checks that rules do what they say.
//
// Whoever loads a rule file learns what cannot be understood in it. This package
// finds what can be understood and does not work: a rule that misses its own
// example, one that finds what it says that it does not find, one that takes
// another service's secret, one that an engine does not compile, one so vague
// that it has to run over every byte. The built-in rules pass, and whoever writes
// rules can have their own checked.
//
// Examples are written in the notation of package rules/example. Each is
// expanded several times, because a rule whose word boundary breaks one token in
// thirty passes a single try.
package check
