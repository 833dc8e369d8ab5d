package remedy

import (
	"fmt"

	"github.com/sluicesec/sluice/report"
)

// The commands that delete what nothing leads to any more.
const (
	gc     = "git gc --prune=now"
	expire = "git reflog expire --expire=now --expire-unreachable=now --all"
)

// local writes what to do about the places of a secret in this repository.
func (w *writer) local(p *Plan, s *secret) {
	fmt.Fprintln(w, "   3. Take it out of the repository")
	if s.in(inHistory) {
		w.para("      ", "The history holds it: see below, once it is revoked.")
	}
	for _, x := range []where{inIndex, inStash, inNote, inReflog, inReflogText, unreachable, inGitFile, inLFS, inRefName, outside} {
		for _, at := range s.places {
			if at.where != x {
				continue
			}
			why, commands := removal(&at)
			w.para("      ", why)
			for _, c := range commands {
				w.command(c)
			}
			break
		}
	}
}

// removal says how to take a secret out of a place that no rewrite of the history reaches.
func removal(at *place) (why string, commands []string) {
	switch at.where {
	case inIndex:
		return "It is staged, and no commit holds it, so there is no history to rewrite. Take it out of the file and stage that, or take the file out of the index, and delete the object that `git add` has made:",
			[]string{"git rm --cached -- " + quote(at.Path), gc}
	case inStash:
		return "A stash holds it. Find out which, drop it, and delete what it held. Dropping cannot be undone:",
			[]string{"git stash list --format='%gd %H %s'", "git stash show -p stash@{0}", "git stash drop stash@{0}", gc}
	case inNote:
		return "A note holds it. Remove the note, replace the history of the notes by its last state, and delete the old objects. For notes of another ref than refs/notes/commits, name that one:",
			[]string{"git notes remove " + noted(at), "git update-ref refs/notes/commits $(git commit-tree -m notes refs/notes/commits^{tree})", expire, gc}
	case inReflog:
		return "Only a reflog leads to it, as after an amended or dropped commit. Expire the reflogs and delete the objects. That also drops all stashes, so look at `git stash list` first:",
			[]string{expire, gc}
	case inReflogText:
		return "The text of a reflog holds it. Expire the reflogs. That also drops all stashes, so look at `git stash list` first:",
			[]string{expire, gc}
	case unreachable:
		return "Nothing leads to it. This deletes it, with all else that no ref, reflog, stash or index leads to:",
			[]string{gc}
	case inGitFile:
		return fmt.Sprintf("%s is a file of the git folder, which no clone has: take it out there with an editor, or delete the file.", report.Place(at.Location)), nil
	case inLFS:
		return "Git LFS keeps it, and no file points to it: `git lfs prune` deletes it here. The server keeps its copy until it is deleted there.", []string{"git lfs prune"}
	case inRefName:
		return fmt.Sprintf("It is in the %s: give the ref another name, push that, and delete the old one here and at the remote (`git push origin --delete NAME`).", report.Place(at.Location)), nil
	}
	return "No object of this repository holds it at " + report.Place(at.Location) + ": take it out of that file.", nil
}

// noted is the object that a note is on.
func noted(at *place) string {
	id := ""
	for _, c := range at.Path {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'f' {
			id += string(c)
		}
	}
	return id
}
