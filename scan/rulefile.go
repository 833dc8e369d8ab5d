package scan

import "github.com/sluicesec/sluice/finding"

// inRuleFile is the stage that removes what the rule file of the scan holds: its allowlists
// and regexes quote what looks like secrets.
type inRuleFile struct {
	path  string // of the rule file; "" for none
	count suppressed
}

func (st inRuleFile) judge(s *sighting) {
	if st.path == "" || s.place.Path != st.path || s.inside != nil {
		return
	}
	st.count.remove(s, func(h sighted) string {
		if h.kind != finding.KindBlob {
			return ""
		}
		return finding.InRuleFile
	})
}
