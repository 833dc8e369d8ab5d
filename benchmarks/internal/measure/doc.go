// Package measure runs commands and says what they took, in a way that one can trust on
// a machine that others use as well.
//
// Two commands are compared in pairs: each round runs all of them, and the next round
// begins with another one. What disturbs a round disturbs all of its commands, so the
// median of the rounds' ratios says more than the ratio of two medians. The spread that
// stands beside a median is that of the quartiles.
//
// Processor time is that of the whole tree of processes, as wait4(2) gives it. Memory
// needs samples, which cost processor time of their own; so it is read in the first
// round, which also warms the page cache and is not counted.
package measure
