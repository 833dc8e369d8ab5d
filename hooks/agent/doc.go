// Package agent is the hook of coding agents. Such an agent, for example Claude Code or
// Cursor, starts a program when its user sends a prompt, before it calls a tool, and
// after the call. The program reads a JSON object on standard input, and says whether the
// agent may go on.
//
// What passes here leaves the machine: a prompt, a file that the agent reads and the
// output of a command go to whoever runs the model, and stay in logs and transcripts. What
// the agent writes goes into the repository. So a secret is stopped in both directions.
//
// # The way of an event
//
// [Parse] finds out which agent calls, and returns an [Event] with the texts to judge:
// the prompt, the command line, each string of the arguments at any depth, the content of
// a file as it will be after an edit, the content of a file that is read. [NewSource] makes
// them a source for a scan. [Event.Judge] makes a [Verdict] of its reports, and
// [Event.Answer] says it in the words of the agent.
//
// # Scripts
//
// A command line is read by the grammar of sh and bash, without expanding variables, and its
// commands are followed without running them: to the folder that cd leads to, the files that
// they show or send, the scripts that they pass to another shell, and what they go around.
// The reader is our own, because it must be small and must make something of every text: a
// parser of shell as a library is larger, and fails at the first fault of the grammar.
//
// # What is new
//
// A file may hold a secret already, and an agent that edits another line of it has not
// brought that secret. What the file held is what the disk says, not what the model says in
// an edit or a patch. So a text knows what the file held before ([Text.Before]), and only
// what is new there counts.
//
// # Whom to trust
//
// The model is not an attacker, but it is eager: an agent whose call was stopped looks for
// another way. So nothing counts that it could just have written: no comment that allows,
// in text that the agent writes, and no rule file and no baseline that is not committed
// (package job). A command that goes around the hooks of git needs a person
// ([Event.Bypass]).
//
// # When in doubt
//
// A payload that cannot be read, arguments that are cut and a scan with gaps stop the call, with exit code 2. For
// every agent here that code means "blocked", while 1 means "the hook is broken, go on".
//
// Each format names the page that describes it. Fields that no page describes are judged,
// too: what an unknown tool gets is a text like any other.
package agent
