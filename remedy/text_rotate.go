package remedy

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/lazyregexp"
	"github.com/sluicesec/sluice/report"
)

// replace writes how to revoke and replace a secret. What was said of an earlier one is
// not repeated.
func (w *writer) replace(s *secret, number int, explained map[string]int) {
	key := s.RuleID + "\x00" + s.Revoke + "\x00" + s.Rotate + "\x00" + s.Logs
	if n, ok := explained[key]; ok {
		fmt.Fprintln(w, "   1. Revoke it, and 2. replace it")
		w.para("      ", fmt.Sprintf("as for number %d above.", n))
		return
	}
	explained[key] = number
	fmt.Fprintln(w, "   1. Revoke it now")
	if where := report.Where(s.Finding); where != "" {
		w.para("      ", where)
	} else {
		w.para("      ", "No page is known for it. Find out from the code around it who issued it, and make it invalid there.")
	}
	if s.Logs != "" {
		since := ""
		if first := exposedFirst(s); first != "" {
			since = " Look at everything since " + first + "."
		}
		w.para("      ", "Then see whether somebody used it: "+report.Sentence(s.Logs)+"."+since)
	} else {
		w.para("      ", "Then look in the logs of the service for use that is not yours.")
	}
	if !s.pushed() {
		w.para("      ", "If nobody outside has seen it and it must not stop working, replace it first, and revoke it at the end of step 2.")
	}
	fmt.Fprintln(w, "   2. Replace it")
	if s.Rotate != "" {
		w.para("      ", report.Sentence(s.Rotate)+".")
	}
	if atOnce().MatchString(s.Rotate) {
		w.para("      ", "The new one makes the old one invalid at once: have ready what must be deployed, and do it in a quiet hour.")
		return
	}
	w.para("      ", "Where two can be valid at a time: create the new one, deploy it, deactivate the old one, watch for what still asks for it, then delete it.")
}

// atOnce matches advice that says that a new secret ends the old one.
var atOnce = lazyregexp.New(`(?i)\b(only one|one (key|token|secret) at a time|at once|regenerat\w+|reset\w*)\b`)
