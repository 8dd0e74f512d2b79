#include "stages/decode/xml/feed_article.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "stages/decode/article/partial.h"
#include "stages/decode/trim.h"
#include "stages/decode/xml/feed_clutter.h"
#include "stages/decode/xml/feed_parts.h"
#include "stages/decode/xml/fields.h"
#include "stages/decode/xml/names.h"

namespace marsad::decode {
namespace {

using enum Vocabulary;

constexpr std::string_view kRoots[] = {"rss", "rdf", "feed", "channel", "item", "entry"};
constexpr size_t kMaxCaptions = 64;  // each is looked for in the body

// Children of an item that are read or that say nothing of an article; all others are named as ignored.
constexpr XmlName kKnown[] = {
    {kNews, "title"},
    {kDublinCore, "title"},
    {kMedia, "title"},
    {kItunes, "title"},
    {kNews, "link"},
    {kNews, "guid"},
    {kNews, "id"},
    {kDublinCore, "identifier"},
    {kNews, "description"},
    {kNews, "summary"},
    {kNews, "content"},
    {kContent, "encoded"},
    {kNews, "abstract"},
    {kDublinCore, "description"},
    {kDublinTerms, "abstract"},
    {kNews, "body"},
    {kNews, "fullitem"},
    {kNews, "text"},
    {kPortal, "content"},
    {kPortal, "topic"},
    {kXhtml, "body"},
    {kXhtml, "div"},
    {kItunes, "summary"},
    {kMedia, "description"},
    {kMedia, "content"},
    {kMedia, "group"},
    {kNews, "author"},
    {kDublinCore, "creator"},
    {kDublinCore, "author"},
    {kItunes, "author"},
    {kNews, "pubdate"},
    {kNews, "published"},
    {kNews, "issued"},
    {kNews, "created"},
    {kDublinCore, "date"},
    {kDublinTerms, "issued"},
    {kDublinTerms, "created"},
    {kNews, "updated"},
    {kNews, "modified"},
    {kDublinTerms, "modified"},
    {kNews, "category"},
    {kDublinCore, "subject"},
    {kMedia, "category"},
    {kItunes, "category"},
    {kNews, "language"},
    {kDublinCore, "language"},
    {kNews, "source"},
    {kFeedburner, "origlink"},
    {kNews, "item"},
    {kNews, "entry"},
};

// The channel of RSS, the feed of Atom; of a single item nothing.
const XmlElement* ChannelOf(const XmlElement& root) {
  if (SameName(root.name, "item") || SameName(root.name, "entry")) return nullptr;
  const std::vector<const XmlElement*> channels = Children(root, {{kNews, "channel"}});
  return channels.empty() ? &root : channels.front();
}

// Each portal has this name in a namespace of its own, and publishers write these in many ways.
bool IsFullText(const XmlElement& element) {
  constexpr std::string_view kNames[] = {"full-text", "fulltext", "full_text", "yandex-fulltext", "yandex-full-text"};
  return std::ranges::any_of(kNames, [&](std::string_view name) { return SameName(element.name, name); });
}

class ItemReader {
 public:
  ItemReader(const XmlElement& item, const Feed& feed) : item_(item), feed_(feed) {}

  OrRefusal<Draft> Read() {
    if (item_.cut) {
      return Refuse(Fault::kMalformed, "the XML ends inside <" + item_.QualifiedName() + ">: half an article is none");
    }
    if (Checked title = TakeTitle(); !title) return tl::unexpected(std::move(title.error()));
    if (Checked body = TakeTexts(); !body) return tl::unexpected(std::move(body.error()));
    TakeIdentity();
    TakeSource();
    TakeDates();
    TakeSubjects();
    NameTheRest();
    NotePartial(&draft_);
    return std::move(draft_);
  }

 private:
  using Checked = OrRefusal<void>;

  Checked TakeTitle() {
    const XmlElement* title = TitleOf(item_);
    if (title == nullptr) return {};
    OrRefusal<RichText> text = ReadRich(*title, &draft_);
    if (!text) return tl::unexpected(std::move(text.error()));
    draft_.controls += text->controls;
    draft_.title = std::move(text->text);
    return {};
  }

  // The elements that may hold the text.
  std::vector<const XmlElement*> Texts() const {
    std::vector<const XmlElement*> texts = Children(item_, {{kContent, "encoded"},
                                                            {kNews, "content"},
                                                            {kXhtml, "body"},
                                                            {kXhtml, "div"},
                                                            {kNews, "body"},
                                                            {kNews, "fullitem"},
                                                            {kNews, "text"},
                                                            {kPortal, "content"},
                                                            {kNews, "description"},
                                                            {kNews, "summary"},
                                                            {kNews, "abstract"},
                                                            {kDublinCore, "description"},
                                                            {kDublinTerms, "abstract"},
                                                            {kItunes, "summary"},
                                                            {kItunes, "subtitle"}});
    for (const XmlNode& node : item_.children) {
      if (node.element != nullptr && IsFullText(*node.element)) texts.push_back(node.element);
    }
    return texts;
  }

  // Of a summary and a full text the longer one is the full text, whatever they are called.
  Checked TakeTexts() {
    RichText longest;
    const XmlElement* from = nullptr;
    for (const XmlElement* element : Texts()) {
      if (element->Attribute("src") != nullptr) NoteIgnored(element->QualifiedName() + ": elsewhere", &draft_);
      OrRefusal<RichText> text = ReadRich(*element, &draft_);
      if (!text) return tl::unexpected(std::move(text.error()));
      DropLinkLists(&*text);
      if (text->text.size() <= longest.text.size()) continue;
      longest = std::move(*text);
      from = element;
    }
    TakeBody(std::move(longest), &draft_);
    TakeLanguage(from);
    return TakeCaptions(item_);
  }

  void TakeLanguage(const XmlElement* body) {
    draft_.language = TrimmedText(LanguageElement(item_));
    if (draft_.language.empty()) draft_.language = LanguageOf(body == nullptr ? item_ : *body);
    if (draft_.language.empty()) draft_.language = feed_.language;
  }

  // Media RSS describes pictures in the item, in <content> or in <group>.
  Checked TakeCaptions(const XmlElement& element) {
    for (const XmlElement* child :
         Children(element, {{kMedia, "description"}, {kMedia, "content"}, {kMedia, "group"}})) {
      if (!SameName(child->name, "description")) {
        if (Checked inner = TakeCaptions(*child); !inner) return inner;
        continue;
      }
      if (++captions_ > kMaxCaptions) {
        NoteIgnored("media:description: more than " + std::to_string(kMaxCaptions), &draft_);
        return {};
      }
      if (Checked caption = TakeCaption(*child); !caption) return caption;
    }
    return {};
  }

  Checked TakeCaption(const XmlElement& description) {
    OrRefusal<RichText> text = ReadRich(description, &draft_);
    if (!text) return tl::unexpected(std::move(text.error()));
    if (draft_.body.empty()) {
      TakeBody(std::move(*text), &draft_);
      return {};
    }
    std::replace(text->text.begin(), text->text.end(), '\n', ' ');
    if (text->text == draft_.title) return {};
    draft_.controls += text->controls;
    AppendMarked(MarkKind::kCaption, text->text, &draft_);
    return {};
  }

  void TakeIdentity() {
    const XmlElement* id = FirstChild(item_, {{kNews, "guid"}, {kNews, "id"}, {kDublinCore, "identifier"}});
    const std::string guid = TrimmedText(id);
    const std::string about = AboutOf();
    draft_.url = TrimmedText(FirstChild(item_, {{kFeedburner, "origlink"}}));
    if (draft_.url.empty()) draft_.url = LinkOf(item_, feed_.link);
    const bool is_link = id != nullptr && SameName(id->name, "guid") &&
                         !SameName(ValueOf(id->Attribute("isPermaLink")), "false") && IsWebAddress(guid);
    if (draft_.url.empty() && is_link) draft_.url = guid;
    if (draft_.url.empty() && IsWebAddress(about)) draft_.url = about;
    const XmlElement* link = FirstChild(item_, {{kNews, "link"}});  // with text: Atom's are empty
    if (draft_.url.empty() && link != nullptr) {
      NoteIgnored("link: no absolute address, and the feed has none", &draft_);
    }
    TakeUri(guid, about);
  }

  void TakeUri(const std::string& guid, const std::string& about) {
    if (HasScheme(guid)) {
      draft_.uri = guid;
    } else if (!guid.empty() && !feed_.identity.empty()) {
      draft_.uri = feed_.identity + '#' + guid;
    } else if (HasScheme(about)) {
      draft_.uri = about;
    } else if (!guid.empty()) {
      NoteIgnored("guid: no URI, and the feed has none to stand before it", &draft_);
    }
  }

  std::string AboutOf() const {
    const auto about = std::ranges::find_if(item_.attributes, [](const XmlAttribute& a) { return a.name == "about"; });
    return about == item_.attributes.end() ? std::string() : std::string(Trim(about->value));
  }

  // An item of a feed that gathers others names the one that it comes from.
  void TakeSource() {
    draft_.authors = AuthorsOf(item_);
    draft_.source_name = feed_.name;
    draft_.source_uri = feed_.link.empty() ? feed_.identity : feed_.link;
    if (const XmlElement* source = FirstChild(item_, {{kNews, "source"}})) {
      const bool is_atom = FirstChild(*source, {{kNews, "title"}, {kNews, "id"}, {kNews, "link"}}) != nullptr;
      const Feed other = is_atom ? DescribeFeed(*source)
                                 : Feed{.name = TrimmedText(source), .link = ValueOf(source->Attribute("url"))};
      draft_.source_name = other.name;
      draft_.source_uri = other.link.empty() ? other.identity : other.link;
      if (draft_.authors.empty()) draft_.authors = other.authors;
    }
    if (draft_.authors.empty()) draft_.authors = feed_.authors;
  }

  void TakeDates() {
    const XmlElement* published = FirstChild(item_, {{kNews, "pubdate"},
                                                     {kNews, "published"},
                                                     {kNews, "issued"},
                                                     {kDublinCore, "date"},
                                                     {kDublinTerms, "issued"},
                                                     {kNews, "created"},
                                                     {kDublinTerms, "created"}});
    const XmlElement* updated =
        FirstChild(item_, {{kNews, "updated"}, {kNews, "modified"}, {kDublinTerms, "modified"}});
    if (published != nullptr) TakeDate("published", TrimmedText(published), &draft_.published, &draft_);
    const std::string last = ValueOf(item_.Attribute("LASTMOD"));  // of CDF
    if (updated != nullptr || !last.empty()) {
      TakeDate("updated", updated != nullptr ? TrimmedText(updated) : last, &draft_.updated, &draft_);
    }
  }

  void TakeSubjects() {
    for (const XmlElement* category : Children(
             item_, {{kNews, "category"}, {kDublinCore, "subject"}, {kMedia, "category"}, {kItunes, "category"}})) {
      Draft::Subject subject;
      const std::string term = ValueOf(category->Attribute("term"));
      const std::string scheme = ValueOf(category->Attribute("scheme"));
      subject.name = ValueOf(category->Attribute("label"));
      if (subject.name.empty()) subject.name = TrimmedText(category);
      if (subject.name.empty()) subject.name = term;
      if (subject.name.empty()) subject.name = ValueOf(category->Attribute("text"));
      if (HasScheme(term)) {
        subject.uri = term;
      } else if (!term.empty() && HasScheme(scheme)) {
        subject.uri = scheme + term;
      }
      if (!subject.name.empty() || !subject.uri.empty()) draft_.subjects.push_back(std::move(subject));
    }
  }

  void NameTheRest() {
    for (const XmlNode& node : item_.children) {
      if (node.element == nullptr) continue;
      const bool is_known = std::any_of(std::begin(kKnown), std::end(kKnown),
                                        [&](const XmlName& name) { return IsNamed(*node.element, name); });
      if (!is_known && !IsFullText(*node.element)) NoteIgnored(Shorten(node.element->QualifiedName()), &draft_);
    }
  }

  const XmlElement& item_;
  const Feed& feed_;
  Draft draft_;
  size_t captions_ = 0;
};

OrRefusal<Draft> ReadTombstone(const XmlElement& deleted) {
  const std::string uri = ValueOf(deleted.Attribute("ref"));
  if (uri.empty()) return Refuse(Fault::kMissingField, "a deleted-entry has no \"ref\": it must name what is deleted");
  Draft draft;
  draft.uri = uri;
  draft.pub_status = PubStatus::kCanceled;
  if (const std::string* when = deleted.Attribute("when")) TakeDate("updated", *when, &draft.updated, &draft);
  return draft;
}

bool IsItem(const XmlElement& element) {
  return IsNamed(element, {kNews, "item"}) || IsNamed(element, {kNews, "entry"}) ||
         IsNamed(element, {kTombstone, "deleted-entry"});
}

// In the order of the text. An item that was never closed holds those that follow it.
void FindItems(const XmlElement& element, std::vector<const XmlElement*>* items) {
  for (const XmlNode& node : element.children) {
    if (node.element == nullptr) continue;
    const bool is_item = IsItem(*node.element);
    if (is_item) items->push_back(node.element);
    if (is_item || IsFeed(*node.element) || IsNamed(*node.element, {kNews, "items"})) FindItems(*node.element, items);
  }
}

OrRefusal<Draft> ReadItem(const XmlElement& item, const Feed& feed) {
  return IsNamed(item, {kTombstone, "deleted-entry"}) ? ReadTombstone(item) : ItemReader(item, feed).Read();
}

}  // namespace

bool IsFeed(const XmlElement& root) {
  const bool has_name = std::any_of(std::begin(kRoots), std::end(kRoots),
                                    [&](std::string_view name) { return SameName(root.name, name); });
  const Vocabulary vocabulary = VocabularyOf(root);
  return has_name && (vocabulary == kNews || vocabulary == kRdf || SameName(root.name, "rss"));
}

OrRefusal<Drafts> ReadFeed(const XmlElement& root, const Limits& limits) {
  const XmlElement* channel = ChannelOf(root);
  if (channel == nullptr) return ReadItem(root, {}).map(Drafts::One);
  const Feed feed = DescribeFeed(*channel);
  std::vector<const XmlElement*> items;
  FindItems(root, &items);
  Drafts drafts;
  drafts.is_list = true;
  for (const XmlElement* item : items) {
    if (drafts.IsFull(limits.feed_items)) {
      ++drafts.beyond;
    } else {
      drafts.Add(ReadItem(*item, feed), limits.feed_items);
    }
  }
  drafts.DistinguishItems();
  return drafts;
}

}  // namespace marsad::decode
