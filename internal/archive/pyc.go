package archive

import "encoding/binary"

// pyc shows the texts among the constants of compiled Python code, each as a line, and before
// them what is known of their names: the variables and attributes that code stores them in,
// the keys of dictionaries, the names of arguments.
//
// Source: Python's Lib/importlib/_bootstrap_external.py for the versions, and Lib/opcode.py.
func (w *walker) pyc(in *input) error {
	data, err := w.small(in)
	if err != nil {
		return err
	}
	v := pycVersion(data)
	m := &marshal{version: v, data: cursor{data: data, at: v.header}}
	m.object(0)
	if m.err() != nil {
		return m.err()
	}
	return w.constants(&m.found)
}

// isPyc reports whether a file begins as compiled Python does: a number of the version and a
// line end, and behind the header an object of code.
func isPyc(head []byte) bool {
	if len(head) < 32 || head[2] != '\r' || head[3] != '\n' {
		return false
	}
	v := pycVersion(head)
	return v.header > 0 && head[v.header]&^refFlag == 'c'
}

// A pythonVersion is what differs between versions of Python.
type pythonVersion struct {
	header int  // bytes before the code; 0 if the version is not known
	two    bool // Python 2
	longs  int  // numbers at the beginning of an object of code
	places bool // variables are in one list with their kinds, from 3.11 on
	step   int  // bytes of an instruction; 0 if they differ

	loadConst, storeName, storeGlobal, storeAttr, storeFast, kwNames byte // instructions; 0 if they are not known
}

func pycVersion(head []byte) pythonVersion {
	if len(head) < 4 {
		return pythonVersion{}
	}
	old := pythonVersion{loadConst: 100, storeName: 90, storeGlobal: 97, storeAttr: 95, storeFast: 125, kwNames: 172}
	v := old
	switch magic := binary.LittleEndian.Uint16(head); {
	case magic >= 62001 && magic <= 62300: // 2.5 to 2.7
		v.header, v.two, v.longs = 8, true, 4
	case magic >= 3000 && magic < 3190: // 3.0 to 3.2
		v.header, v.longs = 8, 5
	case magic >= 3190 && magic < 3360: // to 3.5
		v.header, v.longs = 12, 5
	case magic >= 3360 && magic < 3390: // 3.6
		v.header, v.longs, v.step = 12, 5, 2
	case magic >= 3390 && magic < 3400: // 3.7
		v.header, v.longs, v.step = 16, 5, 2
	case magic >= 3400 && magic < 3450: // to 3.10
		v.header, v.longs, v.step = 16, 6, 2
	case magic >= 3450 && magic < 3550: // 3.11 and 3.12
		v.header, v.longs, v.step, v.places = 16, 5, 2, true
	case magic >= 3550 && magic < 3600: // 3.13
		v = pythonVersion{16, false, 5, true, 2, 83, 114, 113, 108, 110, 0}
	case magic >= 3600 && magic < 3800: // later ones
		v = pythonVersion{header: 16, longs: 5, places: true, step: 2}
	default:
		return pythonVersion{}
	}
	if v.kwNames != 0 && !v.places {
		v.kwNames = 0
	}
	return v
}

// pythonCode looks for constants in code.
func (m *marshal) pythonCode(code []byte, consts, names, variables []object) {
	v, l := m.version, loads{to: &m.found}
	if v.loadConst == 0 {
		return
	}
	nth := func(list []object, i int) object {
		if i < len(list) {
			return list[i]
		}
		return object{}
	}
	held := "" // a constant before the last instruction
	for i := 0; i+1 < len(code); {
		op, arg, size := code[i], int(code[i+1]), v.step
		if size == 0 {
			if size = 1; op >= 90 {
				size = 3
			}
		}
		before := held
		held = ""
		switch op {
		case 0: // an inline cache
		case v.loadConst, v.kwNames:
			if k := nth(consts, arg); k.isList {
				l.named(k.texts)
			} else {
				l.load(k.text)
			}
		case v.storeName, v.storeGlobal:
			l.store(nth(names, arg).text)
		case v.storeFast:
			l.store(nth(variables, arg).text)
		case v.storeAttr:
			l.assign(nth(names, arg).text, before)
			l.over()
		default:
			if n := len(l.texts); n > 0 {
				held = l.texts[n-1]
			}
			l.over()
		}
		i += size
	}
	l.over()
}
