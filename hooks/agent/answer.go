package agent

import "encoding/json"

// A Decision says whether an agent may go on.
type Decision string

// The decisions. Ask leaves it to a person; for an agent whose hooks cannot ask it is the
// same as Deny.
const (
	Allow Decision = "allow"
	Ask   Decision = "ask"
	Deny  Decision = "deny"
)

// A Verdict is a decision and its reason, for the model and for people. The reason is ""
// for Allow.
type Verdict struct {
	Decision Decision
	Reason   string
}

// An Answer is what the hook says to the agent.
type Answer struct {
	Stdout string
	Stderr string
	Code   int // the exit code
}

// exitBlocked is the exit code for "blocked" of every agent here.
const exitBlocked = 2

// Answer says a verdict in the words of the agent.
func (e *Event) Answer(v Verdict) Answer {
	if v.Decision == Ask && !e.canAsk() {
		v.Decision = Deny
	}
	switch e.Agent {
	case Cursor:
		return e.cursorAnswer(v)
	case Copilot:
		return e.copilotAnswer(v)
	case Gemini:
		return e.geminiAnswer(v)
	}
	return e.claudeAnswer(v)
}

// canAsk reports whether the agent can ask a person at this moment.
func (e *Event) canAsk() bool {
	return e.Moment == BeforeTool && e.asks()
}

// asks reports whether the agent can ask a person before it calls a tool.
func (e *Event) asks() bool { return e.Agent == Claude || e.Agent == Copilot }

// withholds reports whether the answer to a denied AfterTool takes the place of the output,
// so that the model does not see it.
func (e *Event) withholds() bool {
	return e.Moment == AfterTool && (e.Agent == Gemini || e.Agent == Copilot && (e.Name == "postToolUse" || e.Name == "PostToolUse"))
}

// blocked is the answer that denies or asks. body is nil for an agent that reads the
// reason from standard error alone.
func blocked(v Verdict, body object) Answer {
	var a Answer
	if body != nil {
		a.Stdout = encode(body)
	}
	if v.Decision == Deny {
		a.Stderr, a.Code = v.Reason+"\n", exitBlocked
	}
	return a
}

// encode writes an answer on one line.
func encode(o object) string {
	b, _ := json.Marshal(o) // strings and truth values alone: there is no error
	return string(b) + "\n"
}
