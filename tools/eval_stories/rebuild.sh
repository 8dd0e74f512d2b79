#!/usr/bin/env bash
# Rebuilds models/cluster/: rebuild.sh DATA OPEN. DATA is a folder with ner/, summ/ and stories/, OPEN one with NTREX/ and
# UD_Portuguese-*.conllu, as models/cluster/README.md names them. Inputs other than those of models/cluster/INPUTS are refused,
# with --accept instead written there. The same inputs and the same words found in them give the same bytes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$root/models/cluster
accept=
if [ "${1-}" = --accept ]; then accept=yes; shift; fi
[ $# = 2 ] || { echo "usage: rebuild.sh [--accept] DATA OPEN" >&2; exit 2; }
data=$1
open=$2
arguments=("$out/stories.bundle")
files=()

words() {  # LANGUAGE FILE...
  arguments+=(--words "$@")
  files+=("${@:2}")
}

ner() {  # FOLDER/FILE...: of the training texts of the taggers
  printf "$data/ner/%s.conll\n" "$@"
}

ntrex() {  # LANGUAGE CODE...
  local language=$1
  shift
  mapfile -t texts < <(printf "$open/NTREX/NTREX-128/newstest2019-ref.%s.txt\n" "$@")
  words "$language" "${texts[@]}"
}

mapfile -t texts < <(ner silver-ar/{ntrex,tico19,wiki,xquad} anercorp/train)
words ar "$data/summ/ant_jawhara.jsonl" "${texts[@]}"
mapfile -t texts < <(ner silver-de/{bundestag,ntrex,reden,smartdata,ud-gsd,xquad} germeval-de/train)
words de "${texts[@]}"
mapfile -t texts < <(ner silver-en/{wikinews,ntrex,tico19,xquad,re3d} wikigold-en/test)
words en "${texts[@]}"
mapfile -t texts < <(ner silver-es/{ntrex,parlamint,tico19,ud-gsd,xquad})
words es "${texts[@]}"
# Not ud-sequoia: what is counted in LGPL-LR text could not be CC BY-SA.
mapfile -t texts < <(ner silver-fr/{wikinews,ntrex,tico19,assemblee,ud-gsd})
words fr "${texts[@]}"
mapfile -t texts < <(ner silver-ru/{wikinews,ntrex,tico19,xquad,ud-gsd,ud-taiga} factrueval-ru/train)
words ru "${texts[@]}"
mapfile -t texts < <(ner silver-tr/{ntrex,parlamint,setimes,ud-boun,xquad,ottoman} turkishwiki-tr/train)
words tr "${texts[@]}"
ntrex pt por por-BR
words pt "$open"/UD_Portuguese-{Bosque,GSD}.conllu

# What 123 news articles tell: which words are frequent.
while read -r line; do
  read -ra codes <<< "$line"
  ntrex "${codes[@]}"
done << 'LANGUAGES'
af afr
am amh
az aze-Latn
be bel
bg bul
bn ben
bs bos
ca cat
ckb ckb-Arab
cs ces
cy cym
da dan
el ell
et est
eu eus
fa fas prs
fi fin
fil fil
ga gle
gl glg
gu guj
ha hau
he heb
hi hin
hr hrv
hu hun
hy hye
id ind
is isl
it ita
ja jpn
ka kat
kk kaz
kn kan
ko kor
ku kmr
ky kir
lt lit
lv lav
mk mkd
ml mal
mn mon
mr mar
ms msa
mt mlt
nb nob
ne nep
nl nld
nn nno
pa pan
pl pol
ps pus
ro ron
si sin
sk slk
sl slv
so som
sq sqi
sr srp-Cyrl srp-Latn
sv swe
sw swa
ta tam
te tel
th tha
uk ukr
ur urd
uz uzb
vi vie
zh zho-CN zho-TW
LANGUAGES

learned=("$data/stories/ar_stories_dev.jsonl" "$data/summ/uci_headlines.jsonl")
files+=("${learned[@]}")
sums=$(sha256sum "${files[@]}" | sed -E "s#  ($data|$open)/#  #" | LC_ALL=C sort -k 2)
if [ -n "$accept" ]; then
  printf '%s\n' "$sums" > "$out/INPUTS"
elif ! diff <(printf '%s\n' "$sums") "$out/INPUTS" >&2; then
  echo "rebuild.sh: the inputs are not those of models/cluster/INPUTS" >&2
  exit 1
fi
"$root/build/release/bin/make_bundle" "${arguments[@]}" --learn "${learned[0]}" --tune "${learned[@]}" \
  --crowd "$data/summ/ant_jawhara.jsonl"
cd "$out"
sha256sum stories.bundle > SHA256SUMS
