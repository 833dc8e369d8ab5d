package ci

import (
	"fmt"
	"regexp"
	"strings"
)

// The part of GitHub's expressions that action.yml and the workflows of the documents use
// (docs.github.com/actions/reference/workflows-and-actions/expressions): contexts, texts in
// single quotes, ==, !=, &&, || and !.

var (
	inText   = regexp.MustCompile(`\$\{\{(.*?)\}\}`)
	exprWord = regexp.MustCompile(`^(?:'(?:[^']|'')*'|==|!=|&&|\|\||!|\(|\)|[A-Za-z_][A-Za-z0-9_.-]*)`)
)

// expand replaces the expressions in a text by their values. lookup returns the value of a
// context such as inputs.path; what is absent is "".
func expand(text string, lookup func(name string) (string, error)) (string, error) {
	var failed error
	out := inText.ReplaceAllStringFunc(text, func(m string) string {
		value, err := evaluate(inText.FindStringSubmatch(m)[1], lookup)
		if err != nil {
			failed = err
		}
		return value
	})
	return out, failed
}

func evaluate(text string, lookup func(name string) (string, error)) (string, error) {
	e := expression{lookup: lookup}
	for rest := strings.TrimSpace(text); rest != ""; {
		word := exprWord.FindString(rest)
		if word == "" {
			return "", fmt.Errorf("an expression that this runner does not know: %s", text)
		}
		e.words = append(e.words, word)
		rest = strings.TrimSpace(rest[len(word):])
	}
	value, err := e.or()
	if err == nil && len(e.words) > 0 {
		err = fmt.Errorf("%q is left of the expression %s", e.words, text)
	}
	return value, err
}

type expression struct {
	words  []string
	lookup func(name string) (string, error)
}

func (e *expression) next(words ...string) string {
	for _, w := range words {
		if len(e.words) > 0 && e.words[0] == w {
			e.words = e.words[1:]
			return w
		}
	}
	return ""
}

func truthy(value string) bool { return value != "" && value != "false" && value != "0" }

// or and and return the operand that decides, as GitHub does.
func (e *expression) or() (string, error) {
	left, err := e.and()
	for err == nil && e.next("||") != "" {
		var right string
		if right, err = e.and(); !truthy(left) {
			left = right
		}
	}
	return left, err
}

func (e *expression) and() (string, error) {
	left, err := e.equal()
	for err == nil && e.next("&&") != "" {
		var right string
		if right, err = e.equal(); truthy(left) {
			left = right
		}
	}
	return left, err
}

func (e *expression) equal() (string, error) {
	left, err := e.operand()
	if op := e.next("==", "!="); op != "" && err == nil {
		var right string
		right, err = e.operand()
		left = fmt.Sprint(strings.EqualFold(left, right) == (op == "=="))
	}
	return left, err
}

func (e *expression) operand() (string, error) {
	if len(e.words) == 0 {
		return "", fmt.Errorf("an expression ends too early")
	}
	word := e.words[0]
	e.words = e.words[1:]
	switch {
	case word == "!":
		value, err := e.operand()
		return fmt.Sprint(!truthy(value)), err
	case word == "(":
		value, err := e.or()
		if err == nil && e.next(")") == "" {
			err = fmt.Errorf("a parenthesis is open")
		}
		return value, err
	case word[0] == '\'':
		return strings.ReplaceAll(word[1:len(word)-1], "''", "'"), nil
	case word == "true" || word == "false":
		return word, nil
	}
	return e.lookup(word)
}
