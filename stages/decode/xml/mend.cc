#include "stages/decode/xml/mend.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "lib/text/code_point.h"

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr uint32_t kMaxBrokenTags = 1000;
constexpr size_t kMaxTagBytes = 65'536;   // bounds what looking for the end of a broken tag costs
constexpr size_t kLongestReference = 12;  // "thetasym", "#x0010FFFF"

// What windows-1252 has at 0x80 to 0x9F (WHATWG HTML, numeric character reference end state).
constexpr std::array<char32_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsNameByte(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'; }

// Names of one part or of two with a colon, in ASCII: all that news formats have.
bool IsName(std::string_view name) {
  const size_t colon = name.find(':');
  const std::string_view local = name.substr(colon == std::string_view::npos ? 0 : colon + 1);
  return !name.empty() && IsNameStart(name[0]) && !local.empty() && IsNameStart(local[0]) &&
         local.find(':') == std::string_view::npos && std::all_of(name.begin(), name.end(), IsNameByte);
}

bool IsForbidden(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF; }

struct Tag {
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };
  std::string_view name;
  std::vector<Attribute> attributes = {};
  bool is_empty = false;
  bool is_odd = false;  // not as XML wants it
  size_t end = 0;       // after the >
};

// Reads a start tag as HTML does. Absent if a < or the end of the text comes before its end.
class TagReader {
 public:
  TagReader(std::string_view text, size_t at)
      : text_(text.substr(0, std::min(text.size(), at + kMaxTagBytes))), at_(at) {}

  std::optional<Tag> Read() {
    Tag tag{.name = Run("<=/>\"' \t\r\n", at_ + 1)};
    if (!IsName(tag.name)) return std::nullopt;
    for (;;) {
      SkipBlanks();
      if (at_ >= text_.size() || text_[at_] == '<') return std::nullopt;
      if (text_[at_] == '>') {
        tag.end = at_ + 1;
        return tag;
      }
      if (text_.substr(at_, 2) == "/>") {
        tag.is_empty = true;
        ++at_;
      } else if (!ReadAttribute(&tag)) {
        return std::nullopt;
      }
    }
  }

 private:
  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  std::string_view Run(std::string_view stops, size_t begin) {
    at_ = std::min(text_.find_first_of(stops, begin), text_.size());
    return text_.substr(begin, at_ - begin);
  }

  bool ReadAttribute(Tag* tag) {
    const std::string_view name = Run("<=/>\"' \t\r\n", at_);
    if (name.empty()) {
      tag->is_odd = true;
      ++at_;
      return true;
    }
    std::string_view value = name;
    SkipBlanks();
    if (at_ < text_.size() && text_[at_] == '=') {
      ++at_;
      SkipBlanks();
      if (!ReadValue(tag, &value)) return false;
    } else {
      tag->is_odd = true;
    }
    const bool is_known = std::any_of(tag->attributes.begin(), tag->attributes.end(),
                                      [&](const Tag::Attribute& other) { return other.name == name; });
    if (is_known || !IsName(name) || tag->attributes.size() == kMaxAttributes) {
      tag->is_odd = true;
    } else {
      tag->attributes.push_back({.name = name, .value = value});
    }
    return true;
  }

  bool ReadValue(Tag* tag, std::string_view* value) {
    if (at_ >= text_.size()) return false;
    const char quote = text_[at_];
    if (quote != '"' && quote != '\'') {
      tag->is_odd = true;
      *value = Run("<> \t\r\n", at_);
      return true;
    }
    const size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return false;
    *value = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return true;
  }

  static constexpr size_t kMaxAttributes = 200;

  const std::string_view text_;
  size_t at_;
};

class Mender {
 public:
  explicit Mender(std::string_view text) : text_(text) { mended_.text.reserve(text.size() + text.size() / 16); }

  OrRefusal<MendedXml> Run() {
    while (at_ < text_.size() && !is_over_) {
      const size_t tag = std::min(text_.find('<', at_), text_.size());
      PutText(text_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < text_.size()) ReadMarkup();
      if (broken_tags_ > kMaxBrokenTags) {
        return Refuse(Fault::kMalformed, "no XML: more than " + std::to_string(kMaxBrokenTags) + " tags are broken");
      }
    }
    if (is_over_ && text_.find_first_not_of(kBlanks, at_) != std::string_view::npos) ++mended_.places;
    mended_.cut_depth = open_.size();
    if (!open_.empty()) ++mended_.places;
    while (!open_.empty()) CloseInnermost();
    return std::move(mended_);
  }

 private:
  std::string_view Rest() const { return text_.substr(at_); }

  void ReadMarkup() {
    const std::string_view rest = Rest();
    if (rest.starts_with("<!--")) return Drop("-->");
    if (rest.starts_with("<![CDATA[")) return ReadCdata();
    if (rest.starts_with("<?")) return Drop("?>");
    if (rest.starts_with("<!DOCTYPE") || rest.starts_with("<!doctype")) return DropDoctype();
    if (rest.starts_with("<!")) {
      ++mended_.places;
      return Drop(">");
    }
    if (rest.starts_with("</")) return ReadEnd();
    ReadStart();
  }

  void Drop(std::string_view end) {
    const size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) ++mended_.places;
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  // To the > after its brackets. Of what a DTD would mean nothing is kept.
  void DropDoctype() {
    const size_t end = text_.find_first_of("[>", at_);
    if (end != std::string_view::npos && text_[end] == '[') {
      Drop("]");
      return Drop(">");
    }
    Drop(">");
  }

  void ReadCdata() {
    constexpr std::string_view kEnd = "]]>";
    const size_t begin = at_ + std::string_view("<![CDATA[").size();
    Drop(kEnd);
    const bool is_closed = text_.substr(begin, at_ - begin).ends_with(kEnd);
    if (open_.empty()) return;
    for (const char c : Allowed(text_.substr(begin, at_ - begin - (is_closed ? kEnd.size() : 0)))) PutEscaped(c);
  }

  void ReadEnd() {
    const size_t stop = std::min(text_.find_first_of("<>", at_ + 1), text_.size());
    std::string_view name = text_.substr(at_ + 2, stop - at_ - 2);
    name = name.substr(0, name.find_last_not_of(kBlanks) + 1);
    const bool is_whole = stop < text_.size() && text_[stop] == '>';
    if (!is_whole) ++mended_.places;
    at_ = stop + (is_whole ? 1 : 0);
    const auto match = std::find(open_.rbegin(), open_.rend(), name);
    if (match == open_.rend()) {
      ++broken_tags_;
      ++mended_.places;
      return;
    }
    const auto unclosed = static_cast<uint32_t>(match - open_.rbegin());
    broken_tags_ += unclosed;
    mended_.places += unclosed;
    for (uint32_t i = 0; i <= unclosed; ++i) CloseInnermost();
    is_over_ = open_.empty();
  }

  void ReadStart() {
    const std::optional<Tag> tag = TagReader(text_, at_).Read();
    if (!tag) {
      ++mended_.places;
      ++broken_tags_;
      if (!open_.empty()) mended_.text += "&lt;";
      ++at_;
      return;
    }
    mended_.places += tag->is_odd;
    (mended_.text += '<') += tag->name;
    for (const Tag::Attribute& attribute : tag->attributes) {
      ((mended_.text += ' ') += attribute.name) += "=\"";
      PutReferences(attribute.value);
      mended_.text += '"';
    }
    mended_.text += tag->is_empty ? "/>" : ">";
    if (!tag->is_empty) open_.push_back(tag->name);
    is_over_ = open_.empty();
    at_ = tag->end;
  }

  void CloseInnermost() {
    ((mended_.text += "</") += open_.back()) += '>';
    open_.pop_back();
  }

  void PutText(std::string_view text) {
    if (!open_.empty()) return PutReferences(text);
    if (text.find_first_not_of(kBlanks) != std::string_view::npos) ++mended_.places;
  }

  // Text or an attribute's value: everything but references is taken as it is.
  void PutReferences(std::string_view text) {
    const std::string allowed = Allowed(text);
    for (size_t i = 0; i < allowed.size();) {
      if (allowed[i] == '&') {
        i += PutReference(std::string_view(allowed).substr(i));
      } else {
        PutEscaped(allowed[i++]);
      }
    }
  }

  void PutEscaped(char c) {
    switch (c) {
      case '<':
        mended_.text += "&lt;";
        break;
      case '>':
        mended_.text += "&gt;";
        break;
      case '&':
        mended_.text += "&amp;";
        break;
      case '"':
        mended_.text += "&quot;";
        break;
      default:
        mended_.text += c;
    }
  }

  // `text` begins with &. Returns the bytes that were dealt with.
  size_t PutReference(std::string_view text) {
    const size_t end = text.substr(0, kLongestReference + 2).find(';');
    if (end != std::string_view::npos) {
      const std::string name(text.substr(1, end - 1));
      if (name.starts_with('#') && PutNumber(std::string_view(name).substr(1))) return end + 1;
      if (name == "apos") {
        mended_.text += '\'';
        return end + 1;
      }
      if (const auto* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()))) {
        PutCharacter(known->value);
        return end + 1;
      }
    }
    ++mended_.places;
    mended_.text += "&amp;";
    return 1;
  }

  static bool IsCharacter(uint32_t number) {
    return number != 0 && number < 0x110000 && (number & 0xFFFFF800) != 0xD800;
  }

  bool PutNumber(std::string_view digits) {
    const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
    if (is_hex) digits.remove_prefix(1);
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, is_hex ? 16 : 10);
    if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return false;
    if (error != std::errc() || !IsCharacter(number)) {
      ++mended_.repairs;
      number = 0xFFFD;
    }
    if (number >= 0x80 && number <= 0x9F) number = kWindows1252[number - 0x80];
    if (IsForbidden(number)) {
      ++mended_.places;
    } else {
      PutCharacter(number);
    }
    return true;
  }

  void PutCharacter(uint32_t character) { ((mended_.text += "&#") += std::to_string(character)) += ';'; }

  // Without the characters that XML forbids.
  std::string Allowed(std::string_view text) {
    std::string allowed;
    allowed.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
      const text::CodePoint c = text::CodePointAt(text, i);
      if (IsForbidden(c.value)) {
        ++mended_.places;
      } else {
        allowed.append(text, i, c.bytes);
      }
      i += c.bytes;
    }
    return allowed;
  }

  const std::string_view text_;
  size_t at_ = 0;
  bool is_over_ = false;  // the root element has ended
  uint32_t broken_tags_ = 0;
  std::vector<std::string_view> open_;
  MendedXml mended_;
};

}  // namespace

OrRefusal<MendedXml> MendXml(std::string_view text) { return Mender(text).Run(); }

}  // namespace marsad::decode
