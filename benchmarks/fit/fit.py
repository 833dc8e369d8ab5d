#!/usr/bin/env python3
"""Fit the trees of package model, and say how good they are on repositories that they have not seen.

usage: fit.py NAMES OUT NAME=ROWS,FEATURES,LABELS...  [--named FINDINGS.json] [--heads "ROWS,FEATURES ..."] [--rounds A,B] [--light 1]

The sets are what extract wrote, with the labels of the files: "real" holds the files as they are; others, with the seed of
their variant as a name, hold the same files with other values (variants.py); those whose names begin with "check" are judged and
not fitted. In a set whose name begins with "read" only the findings are labelled, by reading them: of the rest, what a first fit
does not take for a secret counts as false; --light gives such a set the weight of other repositories. --heads are whole trees of
other repositories without labels. FINDINGS.json is a report (gitleaks format) of the rules that name themselves, on the files of
"real": a line that they report is no work for the model.
Needs numpy and xgboost (Debian: python3-xgboost).
"""
import collections, json, os, re, sys
import numpy as np
import xgboost as xgb

FOLDS = 5
HEADS = 0.5  # score below which a candidate in other repositories is taken as false
OTHERS = .5  # weight of a candidate in other repositories, beside one in the labelled files
FAKE_COST = .35  # weight of a candidate on a line without a label


def read_set(spec):
    rows, feats, labels = spec.split(',')
    R = [l.rstrip('\n').split('\t') for l in open(rows, encoding='utf8')]
    X = np.fromfile(feats, dtype='<f4').reshape(len(R), -1)
    lab = collections.defaultdict(lambda: collections.defaultdict(list))
    units = {}
    for l in open(labels):
        r = json.loads(l)
        uuid = set(r['category'].split(':')) <= {'UUID'}
        for i in range(r['line_start'], min(r['line_end'], r['line_start'] + 3000) + 1):
            lab[r['path']][i].append((r, uuid))
        if not uuid:
            k = (r['path'], r['line_start'], r['line_end'])
            units[k] = units.get(k, False) or r['label']
    y = []
    for path, line, a, b, name, value in R:
        line, a, b = int(line), int(a), int(b)
        xs = lab[path].get(line, ())
        base = os.path.basename(path).upper()
        if base.startswith(('LICENSE', 'COPYING')):
            y.append('skip')
        elif not xs:
            y.append('N')
        elif all(u for _, u in xs):
            y.append('skip')
        elif any(r['label'] for r, _ in xs):
            k = 'skip'
            for r, _ in xs:
                if r['label'] and (r['value_start'] < 0 or r['line_start'] < r['line_end'] or (r['value_end'] < 0 or r['value_end'] > a) and r['value_start'] < b):
                    k = 'T'
            y.append(k)
        else:
            y.append('F')
    return R, X, np.array(y), units


def weights(y, repo, labelled):
    """Each repository counts by the root of its candidates, so that large ones do not rule."""
    n = collections.Counter(zip(repo, y))
    w = np.array([1 / np.sqrt(n[(r, k)]) for r, k in zip(repo, y)])
    pos = y == 'T'
    w[pos] /= w[pos].sum()
    w[~pos] *= np.where(y[~pos] == 'N', FAKE_COST, 1)
    w[~pos] *= np.where(np.isin(repo[~pos], labelled), 1, OTHERS)
    w[~pos] *= 2 / w[~pos].sum()
    return w * len(y) / 3


def params(depth, eta):
    return dict(objective='binary:logistic', eta=eta, max_depth=depth, min_child_weight=4, reg_lambda=3, subsample=.8,
                colsample_bytree=.4, tree_method='hist', max_bin=128, nthread=1, seed=7)


def fit(X, y, w, text, rounds):
    pos = (y == 'T').astype(float)
    Xt = X.copy()
    Xt[:, text:] = 0
    a = xgb.train(params(5, .12), xgb.DMatrix(Xt, pos, weight=w), rounds[0])
    base = a.predict(xgb.DMatrix(Xt), output_margin=True)
    b = xgb.train(params(5, .12), xgb.DMatrix(X, pos, weight=w, base_margin=base), rounds[1])
    return a, b


def predict(model, X, text):
    a, b = model
    Xt = X.copy()
    Xt[:, text:] = 0
    base = a.predict(xgb.DMatrix(Xt), output_margin=True)
    return base, b.predict(xgb.DMatrix(X, base_margin=base), output_margin=True)


def scores(R, y, score, units, named, threshold):
    """Precision and recall over lines, as score.py counts them."""
    hit_t, hit_f, other = set(), set(), set()
    by = collections.defaultdict(list)
    for k in units:
        by[k[0]].append(k)
    hits = [(r[0], int(r[1]), int(r[1])) for r, s in zip(R, score) if s >= threshold] + named
    for path, s, e in hits:
        if os.path.basename(path).upper().startswith(('LICENSE', 'COPYING')):
            continue
        over = [k for k in by.get(path, ()) if k[1] <= e and k[2] >= s]
        ts = [k for k in over if units[k]]
        if ts:
            hit_t.update(ts)
        elif over:
            hit_f.add(over[0])
        else:
            other.add((path, s))
    T = sum(units.values())
    tp, fp, u = len(hit_t), len(hit_f), len(other)
    p, r = tp / max(1, tp + fp), tp / T
    pp = tp / max(1, tp + fp + u)
    return p, r, 2 * p * r / max(1e-9, p + r), pp


def export(model, names, text, path):
    """The trees as data: full binary trees of one depth, so that a node needs no links."""
    out = []
    for part, booster in zip('ab', model):
        trees = []
        for t in booster.get_dump(dump_format='json'):
            trees.append(json.loads(t))
        out.append(trees)
    depth = 5
    idx = {n: i for i, n in enumerate(names)}

    def full(node, d):
        """nodes in heap order: (feature, threshold) and the leaves behind them"""
        inner, leaves = [None] * (2 ** depth - 1), [0.0] * 2 ** depth

        def walk(n, i, level):
            if level == depth:
                leaves[i - (2 ** depth - 1)] = n['leaf']
                return
            if 'leaf' in n:
                inner[i] = (0, float('inf'))
                walk(n, 2 * i + 1, level + 1)
                walk(n, 2 * i + 2, level + 1)
                return
            inner[i] = (int(n['split'][1:]), n['split_condition'])
            kids = {c['nodeid']: c for c in n['children']}
            walk(kids[n['yes']], 2 * i + 1, level + 1)
            walk(kids[n['no']], 2 * i + 2, level + 1)
        walk(node, 0, 0)
        return inner, leaves
    feats, thr, leaves = [], [], []
    for trees in out:
        for t in trees:
            i, l = full(t, 0)
            feats += [f for f, _ in i]
            thr += [v for _, v in i]
            leaves += l
    with open(path, 'wb') as fh:
        fh.write(np.array([len(names), depth, len(out[0]), len(out[1])], '<u4').tobytes())
        fh.write(np.array(feats, '<u2').tobytes())
        fh.write(np.array(thr, '<f4').tobytes())
        fh.write(np.array(leaves, '<f4').tobytes())
    print('wrote', path, os.path.getsize(path), 'bytes', len(out[0]), '+', len(out[1]), 'trees')


def surely_false(q):
    """Candidates of other repositories that are none, whatever a model says: translations, public keys, nonces."""
    path, name, value = q[0].lower(), q[4].lower(), q[5].strip('"')
    return (re.search(r'(^|/)(locales?|i18n|l10n|lang|translations?)(/|[._-])', path) is not None or 'public' in name or name.strip('"').startswith('pub')
            or re.fullmatch(r'[UAONC][A-Z2-7]{55}', value) is not None or name.strip('"').endswith('nonce'))


def main():
    args = sys.argv[1:]
    opt = {}
    while any(a.startswith('--') for a in args):
        i = next(i for i, a in enumerate(args) if a.startswith('--'))
        k = args[i]
        opt[k] = args[i + 1]
        del args[i:i + 2]
    names = open(args[0]).read().split('\n')[:-1]
    out = args[1]
    text = next(i for i, n in enumerate(names) if n.startswith('path '))
    rounds = [int(x) for x in opt.get('--rounds', '110,70').split(',')]
    sets = {}
    for s in args[2:]:
        name, spec = s.split('=')
        sets[name] = read_set(spec)
    named = []
    if '--named' in opt:
        for f in json.load(open(opt['--named'])):
            p = f['File'].replace('\\', '/')
            named.append((p[p.index('data/'):], int(f['StartLine']), int(f['EndLine'])))
    repos = sorted({k[0].split('/')[1] for k in sets['real'][3]})
    np.random.RandomState(7).shuffle(repos)
    read = sorted({k[0].split('/')[1] for n in sets if n.startswith('read') for k in sets[n][3]})
    repos += read
    fold = {r: i % FOLDS for i, r in enumerate(repos)}
    fold.update({f'set{i:05d}': i % FOLDS for i in range(10)})
    R = sum((sets[n][0] for n in sets), [])
    X = np.vstack([sets[n][1] for n in sets])
    y = np.concatenate([sets[n][2] for n in sets])
    which = np.concatenate([[n] * len(sets[n][0]) for n in sets])
    repo = np.array([r[0].split('/')[1] for r in R])
    f = np.array([fold.get(r, 0) for r in repo])
    rest = np.char.startswith(which, 'read') & (y == 'N')
    y[rest] = 'skip'
    if '--heads' in opt:  # whole trees of other repositories: what is no secret there, beside those that a first fit takes for one
        HX, HR = [], []
        for spec in opt['--heads'].split():
            r, x = spec.split(',')
            rows = [l.rstrip('\n').split('\t') for l in open(r, encoding='utf8')]
            HR += [['heads/' + os.path.basename(r) + '/' + q[0]] + q[1:] for q in rows]
            HX.append(np.fromfile(x, dtype='<f4').reshape(len(rows), -1))
        HX = np.vstack(HX)
        k = y != 'skip'
        first = fit(X[k], y[k], weights(y[k], repo[k], repos), text, rounds)
        _, hs = predict(first, HX, text)
        plain = np.array([hs_ < HEADS or surely_false(q) for hs_, q in zip(hs, HR)])
        if rest.any():
            _, hs = predict(first, X[rest], text)
            y[rest] = np.where(hs < HEADS, 'N', 'skip')
        print('heads:', len(HR), 'candidates,', plain.sum(), 'taken as false')
        R, X, y = R + HR, np.vstack([X, HX]), np.concatenate([y, np.where(plain, 'N', 'skip')])
        which = np.concatenate([which, ['heads'] * len(HR)])
        repo = np.concatenate([repo, [q[0].split('/')[1] for q in HR]])
        trees = sorted({q[0].split('/')[1] for q in HR})
        f = np.concatenate([f, [trees.index(q[0].split('/')[1]) % FOLDS for q in HR]])
    if '--light' in opt:
        repos = [r for r in repos if r not in read]
    good = (y != 'skip') & ~np.char.startswith(which, 'check')
    score, base = np.zeros(len(y)), np.zeros(len(y))
    for k in range(FOLDS):
        a, b = good & (f != k), f == k
        m = fit(X[a], y[a], weights(y[a], repo[a], repos), text, rounds)
        base[b], score[b] = predict(m, X[b], text)
    if '--heads' in opt:
        a = which == 'heads'
        print('== heads, findings of a score:', ', '.join(f'{t} {(score[a] >= t).sum()}' for t in np.arange(0, 4.1, .25)))
    for n in sets:
        a = which == n
        Rn = sets[n][0]
        print('==', n, dict(collections.Counter(sets[n][2])))
        b, s, yy = base[a], score[a], sets[n][2]
        for t in np.arange(0, 4.1, .25):
            p, r, f1, pp = scores(Rn, yy, s, sets[n][3], named, t)
            ps, rs, f1s, pps = scores(Rn, yy, s, sets[n][3], [], t)
            print(f'  t {t:5.2f}  with named P {p:.3f} R {r:.3f} F1 {f1:.3f} P\' {pp:.3f}   alone P {ps:.3f} R {rs:.3f} P\' {pps:.3f}')
        pos = yy == 'T'
        for q in (.002, .005, .01, .02):
            cut = np.quantile(b[pos & (s > 0)], q)
            print(f'  text score below {cut:.2f}: loses {q} of what is found, drops {np.mean(b[~pos] < cut):.3f} of the rest')
    m = fit(X[good], y[good], weights(y[good], repo[good], repos), text, rounds)
    gain = collections.Counter()
    for b in m:
        for k, v in b.get_score(importance_type='total_gain').items():
            gain[names[int(k[1:])]] += v
    total = sum(gain.values())
    print('weightiest:', ', '.join(f'{n} {v / total:.3f}' for n, v in gain.most_common(60)))
    export(m, names, text, out)
    np.savez(out + '.oof.npz', score=score, base=base)


main()
