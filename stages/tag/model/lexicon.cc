#include "stages/tag/model/lexicon.h"

#include <xxhash.h>

#include "lib/base/bytes.h"

namespace marsad::tag {
namespace {

constexpr uint64_t kKeyMask = (uint64_t{1} << 48) - 1;

}  // namespace

uint64_t Lexicon::Key(std::string_view folded) { return XXH3_64bits(folded.data(), folded.size()) & kKeyMask; }

uint64_t Lexicon::Extend(uint64_t phrase, std::string_view folded) {
  return XXH3_64bits_withSeed(folded.data(), folded.size(), phrase + 1) & kKeyMask;
}

WordFacts Lexicon::Find(std::string_view folded) const {
  const WordFacts* found = words_.Find(Key(folded));
  return found == nullptr ? WordFacts{} : *found;
}

PhraseFacts Lexicon::FindPhrase(uint64_t hash) const {
  const PhraseFacts* found = phrases_.Find(hash);
  return found == nullptr ? PhraseFacts{} : *found;
}

void Lexicon::AddPhrase(std::string_view folded, int type) {
  uint64_t hash = 0;
  while (!folded.empty()) {
    const size_t end = std::min(folded.find(' '), folded.size());
    hash = Extend(hash, folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
    PhraseFacts& facts = phrases_.At(hash);
    if (folded.empty()) {
      facts.types |= static_cast<uint8_t>(1u << type);
    } else {
      facts.goes_on = true;
    }
  }
}

std::string Lexicon::Write() const {
  const auto words = words_.Sorted();
  const auto phrases = phrases_.Sorted();
  ByteWriter out;
  out.Number(words.size(), 4);
  for (const auto& [key, facts] : words) {
    out.Number(key, 6);
    out.Number(facts.fine, 2);
    out.Number(facts.middle, 2);
    out.Number(facts.coarse, 1);
    out.Number(facts.lists, 1);
  }
  out.Number(phrases.size(), 4);
  for (const auto& [key, facts] : phrases) {
    out.Number(key, 6);
    out.Number(facts.types | (facts.goes_on ? 0x80u : 0u), 1);
  }
  return out.Take();
}

Result<Lexicon> Lexicon::Parse(std::string_view bytes) {
  ByteReader in(bytes);
  Lexicon lexicon;
  const uint64_t words = in.Number(4);
  if (words > bytes.size()) return Fail("the lexicon is cut off");
  lexicon.words_.Reserve(words);
  for (uint64_t i = 0; i < words && in.ok(); ++i) {
    const uint64_t key = in.Number(6);
    WordFacts& facts = lexicon.words_.At(key);
    facts.fine = static_cast<uint16_t>(in.Number(2));
    facts.middle = static_cast<uint16_t>(in.Number(2));
    facts.coarse = static_cast<uint16_t>(in.Number(1));
    facts.lists = static_cast<uint16_t>(in.Number(1));
  }
  const uint64_t phrases = in.Number(4);
  if (phrases > bytes.size()) return Fail("the lexicon is cut off");
  lexicon.phrases_.Reserve(phrases);
  for (uint64_t i = 0; i < phrases && in.ok(); ++i) {
    const uint64_t key = in.Number(6);
    const uint64_t facts = in.Number(1);
    lexicon.phrases_.At(key) = {.types = static_cast<uint8_t>(facts & 0x0F), .goes_on = (facts & 0x80) != 0};
  }
  if (!in.ok() || !in.at_end()) return Fail("the lexicon is cut off or followed by other bytes");
  return lexicon;
}

}  // namespace marsad::tag
