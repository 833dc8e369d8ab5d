// Package remedy says what to do about leaked secrets, in the order in which it helps:
// revoke them, replace them, and only then take them out of the history of a repository.
// It prepares that last step for git filter-repo, and shows afterwards that nothing is
// left. It changes no repository by itself: to rewrite a history breaks every clone, and
// only a person can decide that.
//
// # Values
//
// Reports hide the values of secrets. [Make] reads them from the repository again: by
// the object, the place and the rule that the report names, with the same rules. It is
// the same secret if the fingerprint is that of the value; or, for a secret that could
// be guessed, whose fingerprint says nothing about it, because an object id fixes all
// bytes of the object. The values go into files for their owner alone, and into nothing
// that a [Plan] writes to anybody else.
//
// # Forms
//
// A secret may be written in several ways: as it is, in base64, with carriage returns.
// Each way in which the report found it is a form, and each form a line of the
// replacements file. That a form is enough is tried before it is promised: [Make]
// replaces the forms in each object as git filter-repo would, and scans the result.
//
// # What git filter-repo cannot do
//
// It leaves binary files as they are. So files such as archives and text in UTF-16 go
// as a whole, as do those that hold nothing but secrets. Names of refs are left to the
// user, as is what only this clone has: reflogs, stashes, notes, unreachable objects,
// files of the git folder.
package remedy
