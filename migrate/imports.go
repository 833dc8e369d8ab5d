package migrate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/baseline"
)

// settleImports says for each entry of a report, a baseline or an ignore file which
// findings it is about.
func (st *settler) settleImports() {
	imports := st.Plan.imports
	matches := baseline.Match(imports, st.found)
	for n, im := range imports {
		findings := st.still(im, matches[n])
		if !im.Says() {
			if len(findings) == 0 {
				findings = st.onLine(im)
			}
			findings = st.ofRule(im.Rule, findings)
		}
		file := st.from[n]
		if len(findings) > 0 {
			st.know(im, findings)
			st.tellKnown(file, im.At, im.String(), im.State, findings, "")
			continue
		}
		fate, now := st.gone(im)
		st.tell(file, im.At, fate, im.String(), "%s", now)
	}
}

// still returns those findings of an import without a commit that are on its line in HEAD. A
// secret that was on this line of the file once is not the one that the import is about.
func (st *settler) still(im baseline.Imported, findings []int) []int {
	if im.Commit != "" {
		return findings
	}
	line, ok := st.lineOf(im)
	return slices.DeleteFunc(slices.Clone(findings), func(i int) bool {
		return !im.Means(st.found[i].Secret) && ok && !st.found[i].On(im, line)
	})
}

// onLine returns the findings whose secrets are in the line that an import names. It is for
// a commit that changed a file which held the secret before: sluice names the commit that
// brought it.
func (st *settler) onLine(im baseline.Imported) (findings []int) {
	line, ok := st.lineOf(im)
	if !ok {
		return nil
	}
	for i := range st.found {
		if st.found[i].On(im, line) {
			findings = append(findings, i)
		}
	}
	return findings
}

func (st *settler) lineOf(im baseline.Imported) (string, bool) {
	if im.Path == "" || im.Line < 1 {
		return "", false
	}
	file := st.fileOf(im.Commit, im.Path)
	if !file.ok || im.Line > len(file.lines) {
		return "", false
	}
	return file.lines[im.Line-1], true
}

// ofRule returns those findings on a line that an entry about a rule of another tool means:
// those of the same rule. If there are none, and the rule is a generic one or none that sluice
// has, it may be any rule here that finds the same, the generic ones first.
func (st *settler) ofRule(theirs string, findings []int) []int {
	ids := st.names.of(theirs)
	generic := strings.HasPrefix(theirs, "generic")
	rank := func(i int) int {
		switch ours := st.found[i].Rule; {
		case ours == theirs || slices.Contains(ids, ours):
			return 0
		case !generic && len(ids) > 0:
			return none
		case strings.HasPrefix(ours, "generic"):
			return 1
		}
		return 2
	}
	best := none - 1
	for _, i := range findings {
		best = min(best, rank(i))
	}
	return slices.DeleteFunc(slices.Clone(findings), func(i int) bool { return rank(i) != best })
}

// none is the rank of a finding that an entry is not about.
const none = 3

// gone says why an import is about no finding.
func (st *settler) gone(im baseline.Imported) (Fate, string) {
	unsure := func(text string) (Fate, string) {
		if !st.Complete {
			return Idle, "left out: nothing was found for it, and the scan was not complete"
		}
		return Idle, text
	}
	where := "HEAD"
	if im.Commit != "" {
		where = "commit " + im.Commit[:min(len(im.Commit), 10)]
	}
	file := st.fileOf(im.Commit, im.Path)
	switch {
	case im.Path == "":
		return unsure("left out: it matches nothing any more")
	case !file.ok && im.Commit != "": // a shallow clone may lack the commit
		return unsure(fmt.Sprintf("left out: it matches nothing any more, because %s has no such file", where))
	case !file.ok:
		return Idle, fmt.Sprintf("left out: it matches nothing any more, because %s has no such file", where)
	case im.Says() && im.In(file.text):
		return unsure("not needed: the text is there, and sluice reports nothing for it")
	case im.Says():
		return Idle, fmt.Sprintf("left out: it matches nothing any more, because the text is not in the file of %s", where)
	case im.Line > len(file.lines):
		return Idle, fmt.Sprintf("left out: it matches nothing any more, because the file of %s has no such line", where)
	}
	return unsure("not needed: sluice reports nothing of that kind on the line")
}

// settleComments says what comments of other tools cover. They count for a finding if they
// are at all of its places in HEAD.
func (st *settler) settleComments() {
	if len(st.comments.at) == 0 {
		return
	}
	type place struct {
		file string
		line int
	}
	at := map[place][]int{}
	for i := range st.Findings {
		f := &st.Findings[i]
		all := len(f.Head) > 0
		lines := map[place]bool{}
		for _, path := range f.Head {
			file := st.fileOf("", path)
			numbers, every := marked(file.text, f.Secret)
			all = all && every
			for _, n := range numbers {
				lines[place{path, n}] = true
			}
		}
		for l := range lines {
			at[l] = append(at[l], i)
		}
		if all {
			st.know(baseline.Imported{Tool: "a comment", State: baseline.Known, Note: "allowed by a comment of another tool"}, []int{i})
		}
	}
	var idle []comment
	for _, c := range st.comments.at {
		findings := at[place{c.file, c.line}]
		known := slices.DeleteFunc(slices.Clone(findings), func(i int) bool { return !st.covered[i] })
		switch {
		case len(known) > 0:
			st.tellKnown(c.file, c.line, "the comment "+c.text, baseline.Known, known, "; a new one is written sluice:allow")
		case len(findings) > 0:
			st.tell(c.file, c.line, Left, "the comment "+c.text, "left out: the secret has another place without such a comment, so it is reported")
		default:
			idle = append(idle, c)
		}
	}
	if len(idle) == 0 {
		return
	}
	c := idle[0]
	was := "the comment " + c.text
	if len(idle) > 1 {
		was += fmt.Sprintf(", and %s elsewhere", plural(len(idle)-1, "such comment", "such comments"))
	}
	st.tell(c.file, c.line, Idle, was, "not needed: sluice finds nothing there")
}
