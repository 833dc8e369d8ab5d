// Package gitrepo reads everything in a git repository but its objects: where its
// folders are, its configuration, its refs and reflogs, its index. Package objects
// reads objects; [Repo.OpenObjects] opens it for a repository.
//
// # Nothing in the repository is trusted
//
// A scanned repository may have been made to attack its scanner, and git runs
// programs that a repository's own configuration names: hooks, fsmonitor,
// textconv, pagers, ssh commands, the transports of a partial clone. Plain
// reading needs none of them. So this package itself reads the common layouts, as
// gitrepository-layout(5), gitformat-index(5) and git-pack-refs(1) describe them,
// which is also much faster than starting a process: a pre-commit hook ends before
// git would have parsed its configuration.
//
// For the rest (a split index, reftable, the full syntax of gitrevisions(7)) it
// asks git, in an environment in which git reads no configuration but the
// repository's, runs nothing that the configuration names, fetches nothing and
// writes nothing; see [Repo.Resolve] for what needs git on the PATH. The answers
// come from plumbing commands made for programs, never from text made for people.
//
// # Damage
//
// A broken ref must neither hide the others nor be left out in silence:
// [Repo.Refs] and [Repo.Reflogs] return all that could be read together with an
// error that joins all that could not.
package gitrepo
