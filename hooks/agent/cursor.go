package agent

// The hooks of Cursor: https://cursor.com/docs/hooks. Cursor calls preToolUse for every
// tool, and before some of them another hook as well.
func (e *Event) cursor(in object) {
	if e.Dir == "" {
		if roots, ok := in["workspace_roots"].([]any); ok && len(roots) > 0 {
			e.Dir, _ = roots[0].(string)
		}
	}
	e.Tool = text(in, "tool_name")
	switch e.Name {
	case "beforeSubmitPrompt":
		e.Moment = Prompt
		e.prompt(in)
	case "beforeShellExecution":
		e.Moment = BeforeTool
		e.input("", object{"command": in["command"]})
		e.rest(in, "command")
	case "beforeMCPExecution", "preToolUse":
		e.Moment = BeforeTool
		e.input("tool_input", in["tool_input"])
		if e.Name == "beforeMCPExecution" { // how the server is reached
			e.input("", object{"command": in["command"], "url": in["url"]})
		}
		e.rest(in, "tool_input", "command", "url")
	case "beforeReadFile", "beforeTabFileRead":
		e.Moment = BeforeTool
		e.Tool = "Read"
		content, whole := in["content"].(string)
		e.Texts = append(e.Texts, Text{What: "content", From: FromFile, Path: text(in, "file_path"), Data: []byte(content), onDisk: content == ""})
		e.attachments(in)
		known := []string{"file_path", "attachments"}
		if whole {
			known = append(known, "content")
		}
		e.rest(in, known...)
	case "afterFileEdit", "afterTabFileEdit":
		e.Moment = AfterTool
		e.edited(in)
		e.rest(in, "file_path")
	case "afterShellExecution", "afterMCPExecution", "postToolUse", "postToolUseFailure":
		e.Moment = AfterTool
		e.output(in["tool_input"], in, "output", "result_json", "tool_output", "error_message")
	case "sessionStart", "sessionEnd", "stop", "subagentStart", "subagentStop", "preCompact", "afterAgentResponse",
		"afterAgentThought", "workspaceOpen":
		e.Moment = Other
	default:
		e.unknown(in)
	}
}

// cursorAnswer is what Cursor reads, with exit code 0: with another one it takes the whole
// answer for the reason. An entry with failClosed wants an answer to each call. The reason
// is for the user and the agent; of the two messages, one may be shown to both. What it
// says of "ask" is not carried out everywhere, so a call is denied.
func (e *Event) cursorAnswer(v Verdict) Answer {
	switch e.Moment {
	case Prompt:
		if v.Decision == Allow {
			return Answer{Stdout: encode(object{"continue": true})}
		}
		return Answer{Stdout: encode(object{"continue": false, "user_message": v.Reason})}
	case BeforeTool:
		if v.Decision == Allow {
			return Answer{Stdout: encode(object{"permission": "allow"})}
		}
		return Answer{Stdout: encode(object{"permission": "deny", "user_message": v.Reason, "agent_message": v.Reason})}
	case AfterTool:
		if v.Decision == Allow {
			break
		}
		return Answer{Stdout: encode(object{"additional_context": v.Reason}), Stderr: v.Reason + "\n"}
	case Unknown:
		if v.Decision != Allow {
			return blocked(v, nil)
		}
	}
	return Answer{Stdout: "{}\n"}
}
