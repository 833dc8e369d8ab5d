package agent

// The hooks of Gemini CLI: https://geminicli.com/docs/hooks/reference, which is
// docs/hooks/reference.md of github.com/google-gemini/gemini-cli. It cannot ask.
func (e *Event) gemini(in object) {
	e.Tool = text(in, "tool_name")
	switch e.Name {
	case "BeforeAgent":
		e.Moment = Prompt
		e.prompt(in)
	case "BeforeTool":
		e.Moment = BeforeTool
		e.input("tool_input", in["tool_input"])
		e.rest(in, "tool_input")
	case "AfterTool":
		e.Moment = AfterTool
		e.output(in["tool_input"], in, "tool_response")
	case "SessionStart", "SessionEnd", "Notification", "PreCompress", "AfterAgent", "BeforeToolSelection":
		e.Moment = Other
	default:
		e.unknown(in)
	}
}

// geminiAnswer is what Gemini CLI reads. A denied AfterTool hides the output from the
// model, and the reason takes its place.
func (e *Event) geminiAnswer(v Verdict) Answer {
	if v.Decision == Allow || e.Moment == Other {
		return Answer{Stdout: "{}\n"}
	}
	return blocked(v, object{"decision": "deny", "reason": v.Reason})
}
