#include "stages/decode/encoding.h"

#include <utility>

#include "lib/text/charset.h"
#include "lib/text/utf8.h"

namespace marsad::decode {
namespace {

constexpr size_t kCharactersPerRepair = 10;

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

size_t CountMultibyte(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += static_cast<unsigned char>(c) >= 0xC2;
  return count;
}

// Bytes that are not valid UTF-8 and of which nobody said what they are.
OrRefusal<Utf8Text> Guess(std::string_view bytes) {
  text::Repaired repaired = text::RepairUtf8(bytes);
  const size_t good = CountMultibyte(repaired.text) - repaired.repairs;
  if (good >= repaired.repairs * kCharactersPerRepair) return FromRepair(std::move(repaired));
  if (const std::optional<std::string> charset = text::DetectCharset(bytes)) {
    OrRefusal<Utf8Text> converted = Convert(bytes, *charset);
    if (converted) converted->charset_guessed = true;
    return converted;
  }
  if (text::CountCharacters(repaired.text) > repaired.repairs * kCharactersPerRepair &&
      bytes.find('\0') == std::string_view::npos) {
    return FromRepair(std::move(repaired));
  }
  return Refuse(Fault::kBadEncoding,
                "the bytes are no text in UTF-8 or in any other encoding that could be detected; send "
                "UTF-8, or name the encoding in the content type, e.g. text/plain; charset=windows-1256");
}

}  // namespace

OrRefusal<Utf8Text> ToUtf8(std::string_view bytes, std::string_view declared_charset) {
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    bytes.remove_prefix(mark.bytes.size());
    if (mark.charset != "UTF-8") return Convert(bytes, mark.charset);
    declared_charset = {};
    break;
  }
  if (!declared_charset.empty() && !SaysUtf8(declared_charset)) return Convert(bytes, declared_charset);
  if (text::IsValidUtf8(bytes)) return Utf8Text{.original = bytes};
  return Guess(bytes);
}

}  // namespace marsad::decode
