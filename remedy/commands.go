package remedy

import (
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/plain"
)

// The files of a plan.
const (
	replacementsName = "replacements.txt"
	pathsName        = "paths.txt"
	secretsName      = "secrets.json"

	mailmapName = "mailmap.txt"

	mirror = "mirror.git"
)

// commands returns the commands that rewrite the history, to be typed as they are.
func (p *Plan) commands() []string {
	var all []string
	repo := p.request.Repo.WorkTree
	if repo == "" {
		repo = p.request.Repo.GitDir
	}
	verify := "sluice remediate --verify --out " + quote(p.request.Dir) + " ."
	switch p.way {
	case atRemote, atServer:
		from := p.url
		if p.way == atServer {
			from = repo
		}
		all = append(all, "cd "+quote(p.request.Dir), "git clone --mirror --no-local "+address(from)+" "+mirror, "cd "+mirror)
		if p.way == atServer {
			all = append(all, "git update-ref -d refs/stash")
		}
		all = append(all, p.filter(), verify, "git push --force --mirror "+address(from))
		if p.way == atServer {
			at := "git -C " + quote(repo)
			all = append(all, at+" reflog expire --expire=now --all", at+" gc --prune=now")
		}
	case unpushed, alone:
		all = append(all, "cd "+quote(repo), p.filter()+" --force"+p.limits())
		if p.way == unpushed {
			all = append(all, "git reflog expire --expire=now --expire-unreachable=now --all", "git gc --prune=now")
		}
		all = append(all, verify)
	}
	return all
}

// filter is the command that rewrites. Its options leave as they are what need not change:
// the encoding of messages, and the refs for replacement objects.
func (p *Plan) filter() string {
	file := func(name string) string { return quote(filepath.Join(p.request.Dir, name)) }
	var b strings.Builder
	b.WriteString("git filter-repo")
	if !p.replacer.empty() {
		b.WriteString(" --replace-text " + file(replacementsName))
		if p.messages {
			b.WriteString(" --replace-message " + file(replacementsName))
		}
	}
	if len(p.gone)+len(p.renames) > 0 {
		b.WriteString(" --invert-paths --paths-from-file " + file(pathsName))
	}
	if len(p.mailmap) > 0 {
		b.WriteString(" --mailmap " + file(mailmapName))
	}
	return b.String() + " --preserve-commit-encoding --replace-refs update-no-add"
}

// limits are the options with which git filter-repo leaves what was pushed unchanged.
func (p *Plan) limits() string {
	if p.way != unpushed {
		return ""
	}
	var b strings.Builder
	b.WriteString(" --refs")
	for _, ref := range p.rewrite.refs {
		b.WriteString(" " + quote(ref))
	}
	for _, id := range p.rewrite.bases {
		b.WriteString(" ^" + id.String())
	}
	return b.String()
}

func (r replacer) empty() bool { return len(r.literals)+len(r.regexes) == 0 }

// quote writes a word for a shell, so that it is only a word, on one line.
func quote(word string) string {
	word = plain.Text(word)
	simple := word != "" && !strings.HasPrefix(word, "-") && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+,-") == ""
	if simple {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// address writes the URL or the path of a repository for git, which must not read it as an
// option: the configuration of the repository names it.
func address(url string) string {
	if strings.HasPrefix(url, "-") {
		return "-- " + quote(url)
	}
	return quote(url)
}
