package remedy

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// mailmapLine returns the line of a mailmap that takes a secret out of the name and the
// address of somebody; "" if they do not hold it, or if no mailmap can say them. See
// gitmailmap(5): a number sign begins a comment.
func mailmapLine(s objects.Signature, secret string) string {
	if !strings.Contains(s.Name+"\n"+s.Email, secret) || strings.ContainsAny(s.Name+s.Email, "#<>\n") || strings.TrimSpace(s.Name) == "" {
		return ""
	}
	hide := func(text string) string { return strings.ReplaceAll(text, secret, "REMOVED") }
	return fmt.Sprintf("%s <%s> %s <%s>", hide(s.Name), hide(s.Email), s.Name, s.Email)
}

// inHeader plans to take a secret out of the lines above a message. Git filter-repo drops
// all of them but the names and addresses. It reports whether that is enough.
func (p *Plan) inHeader(content []byte, secret string) bool {
	var people []objects.Signature
	if info, err := objects.ParseCommit(content); err == nil {
		people = []objects.Signature{info.Author, info.Committer}
	} else if info, err := objects.ParseTag(content); err == nil {
		people = []objects.Signature{info.Tagger}
	}
	enough := true
	for _, who := range people {
		line := mailmapLine(who, secret)
		if line != "" {
			p.mailmap[line] = true
		} else if strings.Contains(who.Name+"\n"+who.Email, secret) {
			enough = false
		}
	}
	return enough && len(people) > 0
}

// mailmapFile returns the file for --mailmap.
func mailmapFile(lines map[string]bool) []byte {
	var b bytes.Buffer
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintln(&b, line)
	}
	return b.Bytes()
}
