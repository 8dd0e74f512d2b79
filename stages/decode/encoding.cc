#include "stages/decode/encoding.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/charset.h"
#include "lib/text/code_point.h"
#include "lib/text/utf8.h"
#include "lib/text/word_break.h"
#include "stages/decode/binary.h"
#include "stages/decode/encoded_twice.h"
#include "stages/decode/latin_charset.h"

namespace marsad::decode {
namespace {

constexpr size_t kCharactersPerRepair = 10;
constexpr size_t kGoodPerRepair = 2;       // characters beyond ASCII to each broken place: evidence of UTF-8
constexpr size_t kGoodAgainstClaim = 10;   // the same, where another encoding of single bytes was declared
constexpr size_t kMultibyteEvidence = 12;  // characters beyond ASCII that are no chance in an encoding of several bytes
constexpr size_t kCharactersPerOdd = 20;
constexpr size_t kLettersPerChange = 4;  // of script: at least, in what somebody wrote
constexpr size_t kFewestChanges = 4;     // fewer are an abbreviation in a headline
constexpr size_t kFewestMarked = 8;      // bytes after a mark of UTF-16 that tell that it is false

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
// UTF-32LE first: it begins like UTF-16LE.
constexpr Mark kMarks[] = {
    {std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
    {std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
    {"\xEF\xBB\xBF", "UTF-8"},
    {"\xFF\xFE", "UTF-16LE"},
    {"\xFE\xFF", "UTF-16BE"},
};

// As IsValidUtf8 of lib/base says, with the library's vector instructions: every record is looked at whole.
bool IsUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

OrRefusal<Utf8Text> Convert(std::string_view bytes, std::string_view charset) {
  Result<text::Converted> converted = text::ConvertToUtf8(bytes, charset);
  if (!converted) return Refuse(Fault::kBadEncoding, std::move(converted.error().message));
  return Utf8Text{
      .converted = std::move(converted->text), .charset = std::move(converted->charset), .repairs = converted->repairs};
}

Utf8Text FromRepair(text::Repaired repaired) {
  return Utf8Text{.converted = std::move(repaired.text), .repairs = repaired.repairs};
}

// "UTF-8" is often declared by default and not by knowledge: it counts as nothing declared.
bool SaysUtf8(std::string_view charset) {
  constexpr std::string_view kName = "utf8";
  size_t matched = 0;
  for (const char c : charset) {
    if (c == '-' || c == '_') continue;
    if (matched == kName.size() || (c | 0x20) != (kName[matched] | 0x20)) return false;
    ++matched;
  }
  return matched == kName.size();
}

// Names of charsets are ASCII.
std::string UpperAscii(std::string_view name) {
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return upper;
}

size_t CountMultibyte(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += static_cast<unsigned char>(c) >= 0xC2;
  return count;
}

bool IsWide(std::string_view charset) { return charset.starts_with("UTF-16") || charset.starts_with("UTF-32"); }

// What binary data becomes that was taken for UTF-16: characters that do not exist or are for private use, controls.
bool IsLikelyText(std::string_view text) {
  size_t characters = 0;
  size_t odd = 0;
  for (size_t i = 0; i < text.size(); ++characters) {
    const text::CodePoint c = text::CodePointAt(text, i);
    i += c.bytes;
    const bool is_control = c.value < 0x20 && (c.value < '\t' || c.value > '\r');
    odd += is_control || c.value == 0xFFFD || (c.value >= 0x80 && !text::IsAssigned(c.value));
  }
  return odd * kCharactersPerOdd <= characters;
}

// Whether its scripts change from letter to letter, as they do where nobody wrote them: most of what two bytes can be is Han or
// Hangul. Han and Kana are one.
bool IsMixtureOfScripts(std::string_view text) {
  using text::Script;
  const text::WordProperties& properties = text::WordProperties::Get();
  size_t letters = 0;
  size_t changes = 0;
  Script last = Script::kOther;
  for (size_t i = 0; i < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, i);
    i += c.bytes;
    Script script = properties[c.value].script;
    if (script == Script::kOther || script == Script::kDigits) continue;
    if (script == Script::kKana) script = Script::kHan;
    changes += letters > 0 && script != last;
    last = script;
    ++letters;
  }
  return changes >= kFewestChanges && changes * kLettersPerChange > letters;
}

OrRefusal<Utf8Text> ConvertGuessed(std::string_view bytes, std::string_view charset) {
  OrRefusal<Utf8Text> converted = Convert(bytes, charset);
  if (converted) converted->charset_guessed = true;
  return converted;
}

// UTF-16 and UTF-32 by their NULs: beside blanks, digits and Latin letters in always the same half of a pair; of four
// bytes always the same first or last.
const char* WideByItsNuls(std::string_view bytes) {
  size_t nuls[4] = {0, 0, 0, 0};
  for (size_t i = 0; i < bytes.size(); ++i) nuls[i % 4] += bytes[i] == '\0';
  if (bytes.size() % 2 != 0 || !HasManyControls(bytes)) return nullptr;
  const size_t quarter = bytes.size() / 4;
  const auto are_most = [&](size_t count) { return (quarter - count) * kCharactersPerOdd <= quarter; };
  if (bytes.size() % 4 == 0 && are_most(nuls[2]) && are_most(nuls[3])) return "UTF-32LE";
  if (bytes.size() % 4 == 0 && are_most(nuls[0]) && are_most(nuls[1])) return "UTF-32BE";
  const size_t first = nuls[0] + nuls[2];
  const size_t second = nuls[1] + nuls[3];
  if (first * kCharactersPerOdd < second) return "UTF-16LE";
  return second * kCharactersPerOdd < first ? "UTF-16BE" : nullptr;
}

// Text in bytes that may happen to be UTF-8, too: UTF-16 and UTF-32 without a byte order mark, and ISO 2022, which switches by ESC
// and of which nobody said so. Absent if the bytes are rather what they seem.
std::optional<Utf8Text> GuessDisguised(std::string_view bytes) {
  std::optional<std::string> charset;
  if (bytes.find('\0') != std::string_view::npos) {
    if (const char* wide = WideByItsNuls(bytes)) charset = wide;
  } else if (bytes.find("\x1B$") != std::string_view::npos) {
    charset = text::DetectCharset(bytes);
    if (charset && !charset->starts_with("ISO-2022")) charset.reset();
  }
  if (!charset) return std::nullopt;
  OrRefusal<Utf8Text> converted = ConvertGuessed(bytes, *charset);
  if (!converted || !IsLikelyText(converted->text())) return std::nullopt;
  return std::move(*converted);
}

// Whether `bytes` end inside a character of several bytes: a text that was cut by bytes.
bool IsCutAtEnd(std::string_view bytes) {
  size_t tail = 0;
  while (tail < 3 && tail < bytes.size() && IsUtf8Continuation(bytes[bytes.size() - 1 - tail])) ++tail;
  return tail < bytes.size() && tail + 1 < Utf8Length(bytes[bytes.size() - 1 - tail]);
}

// How much speaks for UTF-8.
struct Evidence {
  size_t good;    // characters beyond ASCII
  size_t broken;  // places that are no UTF-8; a cut at the end is none of them
};

Evidence Weigh(std::string_view bytes, const text::Repaired& repaired) {
  const size_t good = CountMultibyte(repaired.text) - repaired.repairs;
  const bool is_cut = repaired.repairs > 0 && good > 0 && IsCutAtEnd(bytes);
  return {good, repaired.repairs - is_cut};
}

// Whether bytes that were declared to be in `kind` are UTF-8 all the same.
bool ContradictsClaim(std::string_view bytes, text::CharsetKind kind) {
  if (kind == text::CharsetKind::kStateful || kind == text::CharsetKind::kUtf8) return false;
  if (kind == text::CharsetKind::kWide) return bytes.find('\0') == std::string_view::npos && IsUtf8(bytes);
  if (std::ranges::all_of(bytes, IsAscii)) return false;
  if (kind == text::CharsetKind::kMultiByte) {
    return IsUtf8(bytes) && CountMultibyte(bytes) >= kMultibyteEvidence;
  }
  if (IsUtf8(bytes)) return true;
  const Evidence evidence = Weigh(bytes, text::RepairUtf8(bytes));
  return evidence.good > 0 && evidence.good >= evidence.broken * kGoodAgainstClaim;
}

// Bytes that are not valid UTF-8 and of which nobody said what they are.
OrRefusal<Utf8Text> Guess(std::string_view bytes) {
  text::Repaired repaired = text::RepairUtf8(bytes);
  const Evidence evidence = Weigh(bytes, repaired);
  if (evidence.good > 0 && evidence.good >= evidence.broken * kGoodPerRepair) return FromRepair(std::move(repaired));
  if (std::optional<std::string> charset = text::DetectCharset(bytes)) {
    if (std::string other = LatinCharsetInsteadOf(*charset, bytes); !other.empty()) charset = std::move(other);
    OrRefusal<Utf8Text> converted = ConvertGuessed(bytes, *charset);
    if (!converted || !IsWide(*charset) || IsLikelyText(converted->text())) return converted;
  }
  if (CountCharacters(repaired.text) > repaired.repairs * kCharactersPerRepair &&
      bytes.find('\0') == std::string_view::npos) {
    return FromRepair(std::move(repaired));
  }
  return Refuse(Fault::kBadEncoding,
                "the bytes are no text in UTF-8 or in any other encoding that could be detected; send "
                "UTF-8, or name the encoding in the content type, e.g. text/plain; charset=windows-1256");
}

// Latin-1 and its like are declared by default in many a program, also for texts that are in other encodings of single bytes.
OrRefusal<Utf8Text> ConvertDeclared(std::string_view bytes, std::string_view declared) {
  OrRefusal<Utf8Text> other = Refuse(Fault::kBadEncoding, {});
  if (IsLatinCharset(declared)) {
    if (IsOtherScript(bytes)) {
      other = Guess(bytes);
      if (!other || !other->charset_guessed || IsLatinCharset(other->charset)) return Convert(bytes, declared);
    } else if (const std::string charset = LatinCharsetInsteadOf(declared, bytes); !charset.empty()) {
      other = ConvertGuessed(bytes, charset);
    }
  }
  if (!other) return Convert(bytes, declared);
  other->disbelieved = declared;
  return other;
}

OrRefusal<Utf8Text> Undeclared(std::string_view bytes) {
  if (std::optional<Utf8Text> disguised = GuessDisguised(bytes)) return std::move(*disguised);
  if (!IsUtf8(bytes)) return Guess(bytes);
  std::optional<EncodedOnce> once = UndoSecondEncoding(bytes);
  if (!once) return Utf8Text{.original = bytes};
  return Utf8Text{.converted = std::move(once->text), .taken_for = std::move(once->charset)};
}

// Bytes after the mark of UTF-16 or UTF-32. UTF-8 with such a mark is UTF-8: text in UTF-16 is none by chance.
OrRefusal<Utf8Text> ConvertMarked(std::string_view bytes, std::string_view charset) {
  const bool may_be_utf8 = bytes.size() >= kFewestMarked && bytes.find('\0') == bytes.npos && IsUtf8(bytes);
  if (may_be_utf8 && CheckControls(bytes)) return Utf8Text{.original = bytes, .disbelieved = std::string(charset)};
  OrRefusal<Utf8Text> converted = Convert(bytes, charset);
  if (!converted || (IsLikelyText(converted->text()) && !IsMixtureOfScripts(converted->text()))) return converted;
  return Refuse(
      Fault::kBadEncoding,
      "the bytes begin with the mark of " + std::string(charset) +
          ", but what follows is no text: characters that do not exist, or letters of scripts that nobody mixes; "
          "send UTF-8");
}

}  // namespace

OrRefusal<Utf8Text> ToUtf8(std::string_view bytes, std::string_view declared_charset) {
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    bytes.remove_prefix(mark.bytes.size());
    if (mark.charset != "UTF-8") return ConvertMarked(bytes, mark.charset);
    declared_charset = {};
    break;
  }
  const bool is_declared = !declared_charset.empty() && !SaysUtf8(declared_charset);
  if (const auto text = CheckSignature(bytes); !text && !(is_declared && IsWide(UpperAscii(declared_charset)))) {
    return tl::unexpected(text.error());
  }
  if (!is_declared) return Undeclared(bytes);
  if (!ContradictsClaim(bytes, text::KindOfCharset(declared_charset))) return ConvertDeclared(bytes, declared_charset);
  OrRefusal<Utf8Text> utf8 = Undeclared(bytes);
  if (utf8) utf8->disbelieved = declared_charset;
  return utf8;
}

bool IsFalselyUtf8(std::string_view bytes, std::string_view charset) { return SaysUtf8(charset) && !IsUtf8(bytes); }

}  // namespace marsad::decode
