package rules

import "cmp"

// A Leak says what it means that others know a secret, and what to do then.
type Leak struct {
	Can    string // what others can do with it, in a phrase
	Revoke string // URL of the provider's page to revoke or rotate; "" if there is none
	Rotate string // rotation steps in one or two sentences
	Logs   string // which log to look at afterwards
}

// Leak returns what is known of a leaked secret of the rule, whose provider is p.
// What a provider says holds for its secrets. An id opens something only together
// with one of them, and an id that is of little worth alone is nothing to revoke.
func (r *Rule) Leak(p Provider) Leak {
	l := Leak{Can: cmp.Or(r.Can, p.Can), Revoke: p.Revoke, Rotate: cmp.Or(r.Rotate, p.Rotate), Logs: p.Logs}
	if !r.Identifier {
		return l
	}
	if r.Can == "" && p.Can != "" {
		l.Can = "with the secret that belongs to it, " + p.Can
	}
	if r.Rotate == "" && r.Severity == "low" {
		l.Revoke, l.Rotate = "", "An id opens nothing alone: look for the secret that belongs to it, and if others can have seen that, replace it."
	}
	return l
}
