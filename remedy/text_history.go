package remedy

import (
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

// writeHistory writes how the history is rewritten, and what that means.
func (p *Plan) writeHistory(w *writer, files []string) {
	if p.way == noRewrite {
		w.para("", "No branch and no tag holds any of these secrets, so no history needs to be rewritten.")
		p.writeOpen(w)
		return
	}
	fmt.Fprintln(w, "THE HISTORY")
	w.para("", "Only after the steps above, and only if it still matters. What is revoked is worthless, and a rewrite breaks every clone and every link to a commit. It is worth that where a secret cannot be revoked, such as a password that people use elsewhere or a key that opens old data, or where a policy asks for it.")
	w.gap()
	w.para("", "Before: take the secrets out of the present files with an ordinary commit, so that nothing needs them there. In all other versions, "+removedMark+" takes their place.")
	w.gap()
	fmt.Fprintln(w, "These files were written for you alone (mode 0600):")
	for _, f := range files {
		fmt.Fprintf(w, "   %s\n", plain.Text(f))
	}
	if !p.replacer.empty() || len(p.mailmap) > 0 {
		w.para("", "They hold the secrets in clear. Never commit or send them, and delete the folder at the end.")
	} else {
		w.para("", "Delete the folder at the end.")
	}
	p.writePaths(w)
	p.writeOpen(w)
	w.gap()
	p.writeCommands(w)
	p.writeChange(w)
}

// writePaths lists the files that leave the history as a whole.
func (p *Plan) writePaths(w *writer) {
	list := func(paths []string) {
		for i, path := range paths {
			if i == 10 {
				fmt.Fprintf(w, "   and %d more\n", len(paths)-i)
				return
			}
			fmt.Fprintf(w, "   %s\n", plain.Text(p.shown[path]))
		}
	}
	if len(p.gone) > 0 {
		w.gap()
		w.para("", fmt.Sprintf("These files leave all commits as a whole, HEAD included, because they are secrets or hold nothing else, or because git filter-repo cannot edit them. Keep a copy of what you need, and take a line out of %s to keep that file:", pathsName))
		list(p.gone)
	}
	if len(p.binary) > 0 {
		w.gap()
		w.para("", "Of these, the following hold other things, too, and are binary. Put clean versions back with an ordinary commit afterwards:")
		list(p.binary)
	}
}

// writeOpen lists what the files do not take out.
func (p *Plan) writeOpen(w *writer) {
	for _, part := range []struct {
		title string
		list  []string
	}{
		{"By hand:", p.manual},
		{"The replacements do not take these out. Edit those versions by hand, or add lines to " + replacementsName + ":", p.failed},
		{"These could not be read again, so the files do not take them out:", p.unread},
	} {
		if len(part.list) == 0 {
			continue
		}
		w.gap()
		w.para("", part.title)
		for _, s := range part.list {
			w.step(s)
		}
	}
}

// forWindows says which shell the commands are for, on the system where nobody knows it.
const forWindows = "The commands are for Git Bash, which comes with Git for Windows."

func (p *Plan) writeCommands(w *writer) {
	if runtime.GOOS == "windows" {
		w.para("", forWindows)
	}
	switch p.way {
	case atRemote:
		w.para("", "The commands, with git filter-repo (in most package managers, or `pipx install git-filter-repo`). Tell everybody to push what they have, and to stop pushing. Protected branches refuse the push: allow force pushes for these minutes, and protect them again. The line with --verify must say that all is gone; look at the result (`git log`, `git show`) before you push.")
	case atServer:
		w.para("", "The commands, with git filter-repo. Tell everybody to push what they have, and to stop pushing. A repository with receive.denyNonFastForwards or receive.denyDeletes refuses the push until that is off. The line with --verify must say that all is gone; look at the result before you push.")
	case unpushed:
		w.para("", "Nothing of this was pushed, so it can be rewritten here. The commands, with git filter-repo. They throw away uncommitted changes (`git status` must show none), the reflogs, and all stashes (`git stash list`):")
	case alone:
		w.para("", "There is no remote, so it is rewritten here. Make a copy of the repository first. The commands, with git filter-repo. They throw away uncommitted changes (`git status` must show none), the reflogs, and all stashes but the last:")
	}
	w.gap()
	for _, c := range p.commands() {
		w.command(c)
	}
	w.gap()
}

// shownAuthors is how many people are listed.
const shownAuthors = 20

// writeChange says what a rewrite changes, and for whom.
func (p *Plan) writeChange(w *writer) {
	text := report.Count(p.rewrite.commits, "commit") + " " + english.PluralWord(p.rewrite.commits, "gets a new id.", "get new ids: those from the first with a secret on.")
	if n := p.rewrite.signed; n > 0 {
		text += fmt.Sprintf(" Of these, %d change only because git filter-repo drops the signatures of commits.", n)
	} else {
		text += " Signatures of commits are lost."
	}
	w.para("", text)
	if p.way != atRemote && p.way != atServer {
		return
	}
	if len(p.rewrite.authors) > 0 {
		w.para("", "Everybody with a clone must clone anew and delete the old one: a push from an old clone brings all of it back. The authors of the commits that change, the latest first:")
		list := strings.Split(scan.Hide(strings.Join(p.rewrite.authors[:min(shownAuthors, len(p.rewrite.authors))], "\n")), "\n")
		for _, a := range list {
			fmt.Fprintf(w, "   %s\n", plain.Text(a))
		}
		if more := len(p.rewrite.authors) - len(list); more > 0 {
			fmt.Fprintf(w, "   and %d more\n", more)
		}
	}
	w.gap()
	w.para("", "What a push does not reach:")
	for _, s := range p.kept() {
		w.step(s)
	}
}

// kept says what servers keep of the old history.
func (p *Plan) kept() []string {
	all := []string{
		"Forks, and clones of build machines, caches and mirrors, have their own copies.",
	}
	u, err := url.Parse(strings.Replace(p.url, "git@", "ssh://git@", 1))
	host := p.url
	if err == nil && u.Host != "" {
		host = u.Hostname()
	}
	switch {
	case p.way == atServer:
		return append(all, "The commands end with a garbage collection here; hooks or replicas of this server may keep old objects.")
	case strings.Contains(host, "github"):
		return append(all,
			"GitHub refuses to change refs/pull/*: these lines of the push may fail, the others must not. Pull requests and cached pages show the old commits by their ids until GitHub Support removes them: https://support.github.com, \"remove cached views and pull requests\", with the name of the repository and the first changed commit.",
			"Closed pull requests lose their diffs when that is done.")
	case strings.Contains(host, "gitlab"):
		return append(all,
			"GitLab refuses to change refs/merge-requests/*, refs/pipelines/* and the like, and these keep the old commits. Afterwards upload mirror.git/filter-repo/commit-map under Settings > Repository > Repository maintenance (in older versions: cleanup), which deletes them.")
	default:
		return append(all, "The server keeps the old objects until its garbage collection, and what refs of its own, such as those of pull requests, lead to. Ask who runs it to delete them.")
	}
}

// writeClone says what is to be done in this clone after a rewrite of the remote.
func (p *Plan) writeClone(w *writer) {
	if p.way != atRemote {
		return
	}
	w.gap()
	fmt.Fprintln(w, "THIS CLONE")
	if local := p.localOnly(); len(local) > 0 {
		w.para("", fmt.Sprintf("Commits that were never pushed hold %s, too. Do not carry them over: make their changes anew without it.", report.Count(len(local), "secret")))
	}
	w.para("", "Clone anew, too, or else, with all work pushed or saved:")
	w.gap()
	w.command("git fetch --prune --prune-tags --force origin")
	w.command("git reset --hard @{upstream}    # on each branch")
	w.command(expire + "    # drops all stashes")
	w.command(gc)
}

// writeEnd says how to see that nothing is left.
func (p *Plan) writeEnd(w *writer) {
	w.gap()
	fmt.Fprintln(w, "AT THE END")
	w.para("", "In each clone that stays, look whether anything is left, and then delete the folder with the secrets:")
	w.gap()
	w.command("sluice remediate --verify --out " + quote(p.request.Dir))
	w.command("rm -rf " + quote(p.request.Dir))
}
