// Package gitrepo reads what the folders of a git repository say about it:
// where its parts lie, its refs and reflogs, its index. Objects are read by
// package objects; this package only names them.
//
// # Nothing in the repository is trusted
//
// A scanned repository may have been made to attack its scanner, and git runs
// programs that a repository's own configuration names: hooks, fsmonitor,
// textconv, pagers, ssh commands, the transports of a partial clone. Plain
// reading needs none of them. So the common layouts are read here, byte by
// byte, as gitrepository-layout(5), gitformat-index(5) and git-pack-refs(1)
// describe them, which is also far quicker than starting a process: a
// pre-commit hook is done before git would have parsed its configuration.
//
// The rest (a split index, reftable, the full syntax of gitrevisions(7)) is
// asked from git itself, in an environment in which it reads no configuration
// but the repository's, runs nothing that it names, fetches nothing and writes
// nothing; see [Repo.Resolve] for what needs git on the PATH. Its answers are
// taken from plumbing meant for programs, never from text meant for people.
//
// # Broken parts
//
// One broken ref must not hide the others, and must not pass in silence
// either: [Repo.Refs] and [Repo.Reflogs] return all that could be read
// together with an error that joins what could not.
package gitrepo
