#include "stages/decode/xml/feed_parts.h"

#include <algorithm>
#include <utility>

#include "lib/base/base64.h"
#include "stages/decode/article/bounds.h"
#include "stages/decode/binary.h"
#include "stages/decode/encoding.h"
#include "stages/decode/html/mixed.h"
#include "stages/decode/limits.h"
#include "stages/decode/trim.h"
#include "stages/decode/xml/fields.h"
#include "stages/decode/xml/names.h"
#include "stages/decode/xml/text.h"

namespace marsad::decode {
namespace {

using enum Vocabulary;

// The address that an element <link> holds, in RSS as text, in Atom as an attribute; empty if it leads elsewhere.
std::string AddressIn(const XmlElement& link, const std::string& base) {
  const std::string* href = link.Attribute("href");
  if (href == nullptr) return AbsoluteAddress(link.Text(), link, base);
  const std::string rel = ValueOf(link.Attribute("rel"));
  if (!rel.empty() && !SameName(rel, "alternate")) return {};
  return AbsoluteAddress(*href, link, base);
}

// "mail@x.org (Name)" and "Name <mail@x.org>" are how RSS writes people.
std::string PersonIn(std::string_view text) {
  text = Trim(text);
  const size_t open = text.find('(');
  if (open != std::string_view::npos && text.ends_with(')') &&
      text.substr(0, open).find('@') != std::string_view::npos) {
    return std::string(Trim(text.substr(open + 1, text.size() - open - 2)));
  }
  const size_t angle = text.find('<');
  if (angle != std::string_view::npos && angle > 0 && text.ends_with('>')) text = Trim(text.substr(0, angle));
  return std::string(text);
}

std::string SelfLinkOf(const XmlElement& channel) {
  for (const XmlElement* link : Children(channel, {{kNews, "link"}})) {
    const std::string* href = link->Attribute("href");
    if (href != nullptr && SameName(ValueOf(link->Attribute("rel")), "self")) return AbsoluteAddress(*href, *link, {});
  }
  return {};
}

}  // namespace

const XmlElement* TitleOf(const XmlElement& element) {
  return FirstChild(
      element, {{kNews, "title"}, {kDublinCore, "title"}, {kMedia, "title"}, {kItunes, "title"}, {kPortal, "topic"}});
}

const XmlElement* LanguageElement(const XmlElement& element) {
  return FirstChild(element, {{kDublinCore, "language"}, {kNews, "language"}});
}

std::string ValueOf(const std::string* attribute) {
  return attribute == nullptr ? std::string() : std::string(Trim(*attribute));
}

namespace {

// Atom 0.3, 3.1.2: what `mode` says is base64 stands for bytes of the type that `type` says. Feeds put text there.
OrRefusal<RichText> ReadBase64(const XmlElement& element, std::string_view type, Draft* draft) {
  const std::optional<std::string> bytes = DecodeBase64(element.Text());
  const OrRefusal<Utf8Text> utf8 = bytes ? ToUtf8(*bytes, "") : OrRefusal<Utf8Text>(Utf8Text{});
  if (!bytes || !utf8 || !CheckControls(utf8->text())) {
    NoteIgnored(element.QualifiedName() + ": base64 of no text", draft);
    return RichText{};
  }
  draft->repairs += utf8->repairs;
  if (SameName(type, "text/plain")) return ReadLines(utf8->text());
  return ReadTextOrHtml(utf8->text());
}

bool IsTextType(const std::string& type) {
  return type.empty() || type.find('/') == std::string::npos || type.starts_with("text/") || type.ends_with("xml");
}

// Text, or markup that was escaped once more than needed.
OrRefusal<RichText> ReadUnstated(const std::string& text) {
  if (!Trim(text).starts_with("&lt;")) return ReadTextOrHtml(text);
  OrRefusal<RichText> escaped = ReadHtmlFragment(text);
  if (!escaped || !HoldsTags(escaped->text)) return escaped;
  return ReadTextOrHtml(std::string(escaped->text));
}

}  // namespace

OrRefusal<RichText> ReadRich(const XmlElement& element, Draft* draft) {
  const std::string type = ValueOf(element.Attribute("type"));
  const std::string mode = ValueOf(element.Attribute("mode"));
  const bool has_elements = std::any_of(element.children.begin(), element.children.end(),
                                        [](const XmlNode& node) { return node.element != nullptr; });
  if (SameName(mode, "base64")) return ReadBase64(element, type, draft);
  if (has_elements) return ReadHtmlFragment(HtmlInside(element));
  if (SameName(type, "html") || SameName(type, "text/html")) return ReadHtmlFragment(element.Text());
  if (type == "text" && !mode.empty()) return ReadLines(element.Text());
  if (!IsTextType(type)) {
    NoteIgnored(element.QualifiedName() + ": " + Shorten(type), draft);
    return RichText{};
  }
  return type == "text" ? ReadLines(element.Text()) : ReadUnstated(element.Text());
}

std::string LinkOf(const XmlElement& element, const std::string& base) {
  std::string other;
  for (const XmlElement* link : Children(element, {{kNews, "link"}})) {
    std::string address = AddressIn(*link, base);
    if (address.empty()) continue;
    const std::string type = ValueOf(link->Attribute("type"));
    if (type.empty() || type.find("html") != std::string::npos) return address;
    if (other.empty()) other = std::move(address);
  }
  if (!other.empty()) return other;
  return AbsoluteAddress(ValueOf(element.Attribute("href")), element, base);
}

std::vector<std::string> AuthorsOf(const XmlElement& element) {
  std::vector<std::string> authors;
  for (const XmlElement* author :
       Children(element, {{kNews, "author"}, {kDublinCore, "creator"}, {kDublinCore, "author"}, {kItunes, "author"}})) {
    std::string name = TrimmedText(FirstChild(*author, {{kNews, "name"}, {kNews, "email"}}));
    const bool is_person = FirstChild(*author, {{kNews, "name"}, {kNews, "email"}, {kNews, "uri"}}) != nullptr;
    if (!is_person) name = PersonIn(author->Text());
    const bool is_new = std::ranges::find(authors, name) == authors.end();
    if (!name.empty() && is_new && authors.size() < kMaxAuthors) authors.push_back(std::move(name));
  }
  return authors;
}

Feed DescribeFeed(const XmlElement& channel) {
  Feed feed;
  Draft unused;
  if (const XmlElement* title = TitleOf(channel)) {
    if (OrRefusal<RichText> name = ReadRich(*title, &unused)) feed.name = std::move(name->text);
  }
  feed.link = LinkOf(channel, {});
  feed.identity = TrimmedText(FirstChild(channel, {{kNews, "id"}}));
  if (feed.identity.empty()) feed.identity = SelfLinkOf(channel);
  if (feed.identity.empty()) feed.identity = feed.link;
  feed.language = TrimmedText(LanguageElement(channel));
  feed.authors = AuthorsOf(channel);
  // Each item takes these over.
  feed.name = CutText(feed.name, kMaxSourceNameBytes);
  feed.language = CutText(feed.language, kMaxLabelBytes);
  for (std::string* address : {&feed.link, &feed.identity}) {
    if (address->size() > kMaxAddressBytes) *address = {};
  }
  for (std::string& author : feed.authors) author = CutText(author, kMaxAuthorBytes);
  return feed;
}

}  // namespace marsad::decode
