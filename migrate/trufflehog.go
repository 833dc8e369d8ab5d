package migrate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/sluicesec/sluice/rules"
)

// pathFile reads a file of regexes of paths, one a line, that trufflehog does not scan
// (--exclude-paths) or scans alone (--include-paths).
func (p *Plan) pathFile(in Input) {
	n := 0
	for line := range strings.Lines(string(in.Text)) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		if in.Kind == IncludePaths {
			p.note(in.Name, n, Left, "include "+line, "left out: a rule file leaves paths out, and does not choose them; sluice git --path does")
			continue
		}
		p.pattern(in.Name, n, "exclude", "paths", "", line)
	}
}

// trufflehog translates the custom detectors of a configuration
// (https://github.com/trufflesecurity/trufflehog/blob/main/pkg/custom_detectors/CUSTOM_DETECTORS.md).
func (p *Plan) trufflehog(in Input) error {
	var doc struct {
		Detectors []struct {
			Name     yaml.Node
			Keywords []string
			Regex    yaml.Node // a table of names and regexes
			Primary  string    `yaml:"primary_regex_name"`
			Entropy  float64
			Words    []string  `yaml:"exclude_words"`
			Match    []string  `yaml:"exclude_regexes_match"`
			Capture  []string  `yaml:"exclude_regexes_capture"`
			Verify   yaml.Node // services to ask
		}
		Sources yaml.Node
	}
	if err := yaml.Unmarshal(in.Text, &doc); err != nil {
		return fmt.Errorf("it is no YAML: %w", withoutValues(err))
	}
	for _, d := range doc.Detectors {
		id := p.newID(d.Name.Value)
		line := d.Name.Line
		regexes, err := regexesOf(&d.Regex, d.Primary)
		if err != nil {
			p.note(in.Name, line, Left, "detector "+d.Name.Value, "left out: %v", err)
			continue
		}
		// of trufflehog, too, keywords are a condition
		r := rules.Rule{ID: id, Description: d.Name.Value, Keywords: d.Keywords, Entropy: d.Entropy, LikeGitleaks: len(d.Keywords) > 0}
		if d.Entropy < 0 || d.Entropy > 8 {
			r.Entropy = 0
		}
		r.Regex = regexes[0].text
		p.allowed(in.Name, line, &r, "", d.Words, nil)
		p.allowed(in.Name, line, &r, "match", nil, d.Match)
		p.allowed(in.Name, line, &r, "secret", nil, d.Capture)
		now := "rule " + id
		for _, more := range regexes[1:] {
			part := rules.Rule{ID: id + "-" + slug(more.name), Description: d.Name.Value + ", " + more.name, Keywords: d.Keywords, Regex: more.text, SkipReport: true}
			r.Parts = append(r.Parts, rules.Part{ID: part.ID, Required: true, WithinLines: partLines})
			p.rules = append(p.rules, part)
			now += fmt.Sprintf(", with %s within %d lines of it", part.ID, partLines)
		}
		p.rules = append(p.rules, r)
		p.note(in.Name, line, Translated, "detector "+d.Name.Value, "%s", now)
		if d.Verify.Kind != 0 {
			p.note(in.Name, d.Verify.Line, Left, "a service that says whether a secret is live", "left out: sluice asks no service")
		}
	}
	if doc.Sources.Kind != 0 {
		p.note(in.Name, doc.Sources.Line, Left, "sources", "left out: what is scanned is said on the command line")
	}
	return nil
}

// partLines is how far apart the parts of a secret are looked for. trufflehog looks for
// them in the same chunk of a file.
const partLines = 20

type named struct{ name, text string }

// regexesOf returns the regexes of a detector, the primary one first.
func regexesOf(table *yaml.Node, primary string) (all []named, err error) {
	if table.Kind != yaml.MappingNode || len(table.Content) == 0 {
		return nil, fmt.Errorf("it has no regex")
	}
	for i := 0; i+1 < len(table.Content); i += 2 {
		re, err := fromGo(table.Content[i+1].Value)
		if err == nil && re == "" {
			err = fmt.Errorf("it has an empty regex")
		}
		if err != nil {
			return nil, err
		}
		all = append(all, named{table.Content[i].Value, re})
	}
	slices.SortStableFunc(all, func(a, b named) int {
		switch {
		case a.name == primary && b.name != primary:
			return -1
		case b.name == primary && a.name != primary:
			return 1
		}
		return 0
	})
	return all, nil
}

// allowed adds an allowlist to a rule.
func (p *Plan) allowed(file string, line int, r *rules.Rule, target string, words, regexes []string) {
	a := rules.Allowlist{RegexTarget: "secret"}
	if target != "" {
		a.RegexTarget = target
	}
	for _, w := range words {
		if w != "" {
			a.StopWords = append(a.StopWords, w)
		}
	}
	for _, expr := range regexes {
		if re, err := fromGo(expr); err != nil || re == "" {
			p.note(file, line, Left, "a regex that detector "+r.Description+" leaves out", "left out: it is none of RE2")
		} else {
			a.Regexes = append(a.Regexes, re)
		}
	}
	if len(a.StopWords)+len(a.Regexes) > 0 {
		r.Allowlists = append(r.Allowlists, a)
	}
}

// newID returns an id for a rule that no rule has yet.
func (p *Plan) newID(name string) string {
	isTaken := func(id string) bool {
		return len(p.names.of(id)) > 0 || p.config != nil && slices.Contains(p.config.ids, id) ||
			slices.ContainsFunc(p.rules, func(r rules.Rule) bool { return r.ID == id })
	}
	id := slug(name)
	if isTaken(id) {
		id = slug("own " + name)
	}
	for n := 2; isTaken(id); n++ {
		id = fmt.Sprintf("%s-%d", slug("own "+name), n)
	}
	return id
}

// slug returns a name as ids are written: HogTokenDetector is hog-token-detector.
func slug(name string) string {
	var b strings.Builder
	previous := '-'
	for _, r := range name {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if unicode.IsUpper(r) && unicode.IsLower(previous) {
				b.WriteByte('-')
			}
			b.WriteRune(unicode.ToLower(r))
			previous = r
		case previous != '-':
			b.WriteByte('-')
			previous = '-'
		}
	}
	if id := strings.Trim(b.String(), "-"); id != "" {
		return id
	}
	return "rule"
}
