#!/usr/bin/env bash
# Rebuilds every model of models/ from the training data: train_all.sh DATA [LANGUAGE…]. DATA is a folder with ner/ and
# gazetteer/ as models/README.md names them. The same data give the same bytes. About ten minutes on one core.
set -euo pipefail
data=$1
shift
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ner=$data/ner
names=$data/gazetteer
wanted=("$@")
if [ ${#wanted[@]} = 0 ]; then wanted=(ar en ru fr es de tr); fi

train() {
  local language=$1
  shift
  "$root/build/release/bin/train_tagger" --language "$language" --guideline "$root/tools/tagger/guideline/$language.tsv" \
    --names "$names/rigour_name_parts.tsv" "$names/icu_cldr.tsv" "$names/geonames_debian.tsv" \
    --epochs 5 --folds 4 --held-back .15 --out "$root/models/$language.model" "$@"
}

silver() { local language=$1; shift; printf "$ner/silver-$language/%s.conll\n" "$@"; }

for language in "${wanted[@]}"; do
  case $language in
    ar) mapfile -t files < <(silver ar jawhara ntrex tico19 ud-pud xquad)
        train ar --names "$names/arwikicats.tsv" --pruned .1 --gold "$ner/anercorp/train.conll" --silver "${files[@]}" ;;
    en) mapfile -t files < <(silver en wikinews ntrex tico19 xquad re3d)
        train en --pruned .08 --gold "$ner/wikigold-en/test.conll" --silver "${files[@]}" ;;
    ru) mapfile -t files < <(silver ru wikinews ntrex tico19 xquad ud-gsd ud-taiga)
        train ru --pruned .08 --gold "$ner/factrueval-ru/train.conll" --silver "${files[@]}" ;;
    # ud-sequoia is LGPL-LR: a model that learned from it could not be CC BY-SA.
    fr) mapfile -t files < <(silver fr wikinews ntrex tico19 assemblee)
        train fr --pruned .08 --gold "$ner/silver-fr/ud-gsd.conll" --silver "${files[@]}" ;;
    es) mapfile -t files < <(find "$ner/silver-es" -name '*.conll' ! -name ntrex.conll ! -name ud-pud.conll | sort)
        train es --pruned .08 --gold "$ner/silver-es/ntrex.conll" --silver "${files[@]}" ;;
    # Gold of unrelated sentences: no document helps there.
    de) mapfile -t files < <(silver de bundestag ntrex reden smartdata ud-gsd xquad)
        train de --document 1 --pruned .08 --gold "$ner/germeval-de/train.conll" --silver "${files[@]}" ;;
    tr) mapfile -t files < <(silver tr ntrex parlamint setimes ud-boun xquad ottoman)
        train tr --document 1 --pruned .08 --gold "$ner/turkishwiki-tr/train.conll" --silver "${files[@]}" ;;
    *) echo "train_all.sh: no recipe for $language" >&2; exit 2 ;;
  esac
done
