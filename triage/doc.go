// Package triage lets a person go through findings in a terminal and say what each is:
// a real secret, none, one of tests only, or one that may stay until a day.
//
// A [Session] holds the findings and the baseline, and knows nothing of a terminal. Each
// decision is written to the baseline at once, so that whoever stops in the middle, or
// loses the connection, goes on later where they were: what is decided is not asked
// again. The last decisions can be taken back one by one.
//
// A [Model] is the interface, in the way of bubbletea: a key makes a new state, and the
// state is drawn. It does what a key says through the session, and draws nothing that
// could steer the terminal: texts of the repository pass package plain.
//
// Values are hidden until the person asks for one: somebody may look over their
// shoulder, or the screen may be shared.
package triage
