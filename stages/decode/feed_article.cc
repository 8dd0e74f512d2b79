#include "stages/decode/feed_article.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "stages/decode/xml_fields.h"
#include "stages/decode/xml_names.h"
#include "stages/decode/xml_text.h"

namespace marsad::decode {
namespace {

using enum Vocabulary;

constexpr std::string_view kRoots[] = {"rss", "rdf", "feed", "channel", "item", "entry"};
constexpr size_t kMaxAuthors = 64;   // each is compared with those before it
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

// Where a publisher says these, in feeds and in items alike.
const XmlElement* TitleOf(const XmlElement& element) {
  return FirstChild(element, {{kNews, "title"}, {kDublinCore, "title"}, {kMedia, "title"}, {kItunes, "title"}});
}

const XmlElement* LanguageElement(const XmlElement& element) {
  return FirstChild(element, {{kDublinCore, "language"}, {kNews, "language"}});
}

std::string ValueOf(const std::string* attribute) {
  return attribute == nullptr ? std::string() : std::string(Trimmed(*attribute));
}

// An element of RSS or Atom as text, by what its attributes say of it, or by its looks.
OrRefusal<RichText> ReadRich(const XmlElement& element, Draft* draft) {
  const std::string type = ValueOf(element.Attribute("type"));
  const std::string mode = ValueOf(element.Attribute("mode"));
  const bool has_elements = std::any_of(element.children.begin(), element.children.end(),
                                        [](const XmlNode& node) { return node.element != nullptr; });
  if (SameName(mode, "base64")) {
    NoteIgnored(element.QualifiedName() + ": base64", draft);
    return RichText{};
  }
  if (has_elements) return ReadHtmlFragment(HtmlInside(element));
  if (SameName(type, "html") || SameName(type, "text/html")) return ReadHtmlFragment(element.Text());
  if (type == "text" && !mode.empty()) return ReadLines(element.Text());
  const bool is_text =
      type.empty() || type.find('/') == std::string::npos || type.starts_with("text/") || type.ends_with("xml");
  if (!is_text) {
    NoteIgnored(element.QualifiedName() + ": " + Shorten(type), draft);
    return RichText{};
  }
  return type == "text" ? ReadLines(element.Text()) : ReadTextOrHtml(element.Text());
}

// The address that an element <link> holds, in RSS as text, in Atom as an attribute; empty where it leads elsewhere.
std::string AddressIn(const XmlElement& link, const std::string& base) {
  const std::string* href = link.Attribute("href");
  if (href == nullptr) return AbsoluteAddress(link.Text(), link, base);
  const std::string rel = ValueOf(link.Attribute("rel"));
  if (!rel.empty() && !SameName(rel, "alternate")) return {};
  return AbsoluteAddress(*href, link, base);
}

// The address for people; of several Atom links the first that is HTML or does not say.
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

// "mail@x.org (Name)" and "Name <mail@x.org>" are how RSS writes people.
std::string PersonIn(std::string_view text) {
  text = Trimmed(text);
  const size_t open = text.find('(');
  if (open != std::string_view::npos && text.ends_with(')') &&
      text.substr(0, open).find('@') != std::string_view::npos) {
    return std::string(Trimmed(text.substr(open + 1, text.size() - open - 2)));
  }
  const size_t angle = text.find('<');
  if (angle != std::string_view::npos && angle > 0 && text.ends_with('>')) text = Trimmed(text.substr(0, angle));
  return std::string(text);
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

// What items take from the feed that they stand in.
struct Feed {
  std::string name = {};
  std::string link = {};      // of the site, for people
  std::string identity = {};  // of the feed itself; empty: it has none
  std::string language = {};
  std::vector<std::string> authors = {};
};

// The channel of RSS, the feed of Atom; of a single item nothing.
const XmlElement* ChannelOf(const XmlElement& root) {
  if (SameName(root.name, "item") || SameName(root.name, "entry")) return nullptr;
  const std::vector<const XmlElement*> channels = Children(root, {{kNews, "channel"}});
  return channels.empty() ? &root : channels.front();
}

std::string SelfLinkOf(const XmlElement& channel) {
  for (const XmlElement* link : Children(channel, {{kNews, "link"}})) {
    const std::string* href = link->Attribute("href");
    if (href != nullptr && SameName(ValueOf(link->Attribute("rel")), "self")) return AbsoluteAddress(*href, *link, {});
  }
  return {};
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
  return feed;
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
    return std::move(draft_);
  }

 private:
  using Checked = OrRefusal<void>;

  Checked TakeTitle() {
    const XmlElement* title = TitleOf(item_);
    if (title == nullptr) return {};
    OrRefusal<RichText> text = ReadRich(*title, &draft_);
    if (!text) return tl::unexpected(std::move(text.error()));
    draft_.title = std::move(text->text);
    return {};
  }

  // Of a summary and a full text the longer one is the full text, whatever they are called.
  Checked TakeTexts() {
    RichText longest;
    const XmlElement* from = nullptr;
    for (const XmlElement* element : Children(item_, {{kContent, "encoded"},
                                                      {kNews, "content"},
                                                      {kXhtml, "body"},
                                                      {kXhtml, "div"},
                                                      {kNews, "description"},
                                                      {kNews, "summary"},
                                                      {kNews, "abstract"},
                                                      {kDublinCore, "description"},
                                                      {kDublinTerms, "abstract"},
                                                      {kItunes, "summary"}})) {
      if (element->Attribute("src") != nullptr) NoteIgnored(element->QualifiedName() + ": elsewhere", &draft_);
      OrRefusal<RichText> text = ReadRich(*element, &draft_);
      if (!text) return tl::unexpected(std::move(text.error()));
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
    if (text->text != draft_.title) AppendMarked(MarkKind::kCaption, text->text, &draft_);
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
    if (draft_.url.empty() && !Children(item_, {{kNews, "link"}}).empty()) {
      NoteIgnored("link: no absolute address, and the feed has none", &draft_);
    }
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
    return about == item_.attributes.end() ? std::string() : std::string(Trimmed(about->value));
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
      if (!is_known) NoteIgnored(Shorten(node.element->QualifiedName()), &draft_);
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
  return drafts;
}

}  // namespace marsad::decode
