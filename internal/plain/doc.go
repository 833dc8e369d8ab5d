// Package plain is the door through which all text leaves the program: to the
// terminal, to the log of a CI system, and to files.
//
// Much of what a report quotes comes from repositories that may be hostile: paths,
// messages, names of branches and authors, and what an error quotes of them. Such
// text must only be read, and never act:
//
//   - A terminal obeys escape sequences, and shows text in another order behind
//     bidirectional controls.
//   - A CI system obeys commands in the log. GitHub Actions and its relatives read a
//     line that begins with "::", after any white space. They, Azure Pipelines and
//     TeamCity read "##[", "##vso[" and "##teamcity[" anywhere in a line.
//
// There are two layers. [Text] makes one text plain, so that it can be a part of a
// line or a cell. A [Writer] does the same with all that is written through it,
// so that nothing acts that somebody forgot. Only a Writer writes what acts on
// purpose: colours, and the commands of [Writer.Act].
//
// What would act is written as an escape, such as \x1b or \u003a. The escapes of
// the Writer mean the same to a reader of JSON.
package plain
