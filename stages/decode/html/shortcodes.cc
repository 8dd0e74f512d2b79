#include "stages/decode/html/shortcodes.h"

#include <algorithm>
#include <optional>

namespace marsad::decode {
namespace {

constexpr size_t kLongestTag = 4000;     // bytes: page builders write their styles into it
constexpr size_t kLongestInside = 4000;  // bytes, of a caption or what is embedded

enum class Kind { kNone, kCaption, kEmbedded, kLayout };

struct Name {
  std::string_view name;
  Kind kind;
};
constexpr Name kNames[] = {
    {"caption", Kind::kCaption},
    {"wp_caption", Kind::kCaption},
    {"embed", Kind::kEmbedded},
    {"gallery", Kind::kEmbedded},
    {"audio", Kind::kEmbedded},
    {"video", Kind::kEmbedded},
    {"playlist", Kind::kEmbedded},
    {"youtube", Kind::kEmbedded},
    {"contact-form-7", Kind::kEmbedded},
    {"wpforms", Kind::kEmbedded},
    {"gravityform", Kind::kEmbedded},
    {"mc4wp_form", Kind::kEmbedded},
    {"elementor-template", Kind::kEmbedded},
    {"rev_slider", Kind::kEmbedded},
    {"metaslider", Kind::kEmbedded},
    {"adrotate", Kind::kEmbedded},
    {"instagram-feed", Kind::kEmbedded},
    {"ez-toc", Kind::kEmbedded},
};
constexpr std::string_view kBuilders[] = {"vc_", "et_pb_", "fusion_", "su_", "av_", "tdc_", "td_block_"};

Kind KindOf(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &Name::name);
  if (found != std::end(kNames)) return found->kind;
  const bool is_builders =
      std::ranges::any_of(kBuilders, [&](std::string_view prefix) { return name.starts_with(prefix); });
  return is_builders ? Kind::kLayout : Kind::kNone;
}

bool IsNameByte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

struct Tag {
  std::string_view name;
  Kind kind = Kind::kNone;
  bool closes = false;
  bool has_attributes = false;
  size_t end = 0;  // after its bracket
};

// The tag that begins at `at`, where a bracket opens.
std::optional<Tag> TagAt(std::string_view html, size_t at) {
  Tag tag;
  size_t i = at + 1;
  tag.closes = i < html.size() && html[i] == '/';
  i += tag.closes;
  const size_t begin = i;
  while (i < html.size() && IsNameByte(html[i])) ++i;
  tag.name = html.substr(begin, i - begin);
  tag.kind = KindOf(tag.name);
  if (tag.kind == Kind::kNone || i == html.size()) return std::nullopt;
  const size_t close = html.substr(0, std::min(html.size(), i + kLongestTag)).find(']', i);
  if (close == html.npos || (close > i && html[i] != ' ' && html[i] != '/')) return std::nullopt;
  tag.has_attributes = html.substr(i, close - i).find('=') != html.npos;
  tag.end = close + 1;
  return tag;
}

// Where the tag begins that closes `tag`; npos: none does.
size_t CloserOf(std::string_view html, const Tag& tag) {
  const std::string closer = "[/" + std::string(tag.name) + "]";
  return html.substr(0, std::min(html.size(), tag.end + kLongestInside)).find(closer, tag.end);
}

}  // namespace

bool MayHoldShortcodes(std::string_view html) {
  for (size_t at = html.find('['); at != html.npos; at = html.find('[', at + 1)) {
    if (TagAt(html, at)) return true;
  }
  return false;
}

std::string WithoutShortcodes(std::string_view html) {
  std::string out;
  size_t taken = 0;
  for (size_t at = html.find('['); at != html.npos; at = html.find('[', std::max(taken, at + 1))) {
    const std::optional<Tag> tag = TagAt(html, at);
    if (!tag) continue;
    const size_t closer = tag->closes ? html.npos : CloserOf(html, *tag);
    const bool is_one = tag->closes || tag->has_attributes || closer != html.npos || tag->kind == Kind::kLayout;
    if (!is_one) continue;
    out.append(html, taken, at - taken);
    taken = tag->end;
    if (closer == html.npos || tag->kind == Kind::kLayout) continue;
    const std::string_view inside = html.substr(tag->end, closer - tag->end);
    if (tag->kind == Kind::kCaption) out.append("<figcaption>").append(inside).append("</figcaption>");
    taken = closer + tag->name.size() + std::string_view("[/]").size();
  }
  return out.append(html, taken);
}

}  // namespace marsad::decode
