#include "stages/decode/xml/document.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "stages/decode/xml/mend.h"

namespace marsad::decode {
namespace {

std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

struct ContextDeleter {
  // A document there is only if a DTD made libxml2 begin one.
  void operator()(xmlParserCtxt* context) const {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }
};

// libxml2 wants its tables made before threads use it.
void InitializeOnce() {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
}

}  // namespace

// The handlers of one parse. libxml2 hands every one of them the builder.
class XmlTreeBuilder {
 public:
  explicit XmlTreeBuilder(size_t max_depth) : max_depth_(max_depth) {}

  // Whether `text` was well-formed and within the limits; if not, problem() or refusal() says why.
  bool Build(std::string_view text) {
    InitializeOnce();
    const std::unique_ptr<xmlParserCtxt, ContextDeleter> context(
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())));
    if (context == nullptr) return false;
    context_ = context.get();
    xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    SetHandlers(context_->sax);
    context_->userData = this;
    xmlDictReference(context_->dict);
    document_.names_ =
        std::shared_ptr<void>(context_->dict, [](void* dict) { xmlDictFree(static_cast<xmlDict*>(dict)); });
    xmlParseDocument(context_);
    const bool built = context_->wellFormed != 0 && !document_.elements_.empty() && problem_.empty() && !refusal_;
    context_ = nullptr;
    return built;
  }

  XmlDocument Take() { return std::move(document_); }
  const std::string& problem() const { return problem_; }
  std::optional<Refusal>& refusal() { return refusal_; }

  // The text ended inside the last `depth` elements from the root on.
  void MarkCut(size_t depth) {
    for (size_t level = 0; level < std::min(depth, last_.size()); ++level) last_[level]->cut = true;
  }

  void Describe(std::string mended, uint32_t repairs) {
    document_.mended_ = std::move(mended);
    document_.repairs_ = repairs;
  }

 private:
  static XmlTreeBuilder* Self(void* builder) { return static_cast<XmlTreeBuilder*>(builder); }

  // Instead of libxml2's own, which would keep a DTD and expand what it declares.
  static void SetHandlers(xmlSAXHandler* sax) {
    *sax = {};
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = [](void* builder, const xmlChar* name, const xmlChar* prefix, const xmlChar* space,
                             int space_count, const xmlChar** /*spaces*/, int attribute_count, int /*defaulted*/,
                             const xmlChar** attributes) {
      Self(builder)->Start({.space = View(space), .prefix = View(prefix), .name = View(name)}, space_count);
      Self(builder)->AddAttributes(attributes, attribute_count);
    };
    sax->endElementNs = [](void* builder, const xmlChar*, const xmlChar*, const xmlChar*) { Self(builder)->End(); };
    sax->characters = [](void* builder, const xmlChar* text, int bytes) {
      Self(builder)->AddText({reinterpret_cast<const char*>(text), static_cast<size_t>(bytes)});
    };
    sax->ignorableWhitespace = sax->characters;
    sax->cdataBlock = sax->characters;
    sax->reference = [](void* builder, const xmlChar* name) {
      Self(builder)->SetProblem(xmlSAX2GetLineNumber(Self(builder)->context_),
                                "Entity '" + std::string(View(name)) + "' not defined");
    };
    sax->entityDecl = [](void* builder, const xmlChar* name, int type, const xmlChar*, const xmlChar*, xmlChar*) {
      // Parameter entities do not reach the text; RSS 1.0 recommends one for HTML's names.
      if (type != XML_INTERNAL_PARAMETER_ENTITY && type != XML_EXTERNAL_PARAMETER_ENTITY) {
        Self(builder)->RefuseDtd("<!ENTITY " + Shorten(View(name)));
      }
    };
    sax->attributeDecl = [](void* builder, const xmlChar* element, const xmlChar*, int, int, const xmlChar*,
                            xmlEnumeration* values) {
      xmlFreeEnumeration(values);
      Self(builder)->RefuseDtd("<!ATTLIST " + Shorten(View(element)));
    };
    sax->serror = [](void* builder, xmlError* error) {
      if (error->level == XML_ERR_FATAL) Self(builder)->SetProblem(error->line, error->message);
    };
  }

  void RefuseDtd(const std::string& what) {
    Stop(Fault::kMalformed, "the XML brings a DTD with declarations of its own (" + what +
                                " ...>), which are never expanded here; send it without");
  }

  void Stop(Fault fault, std::string sentence) {
    if (!refusal_) refusal_ = Refusal{fault, std::move(sentence)};
    xmlStopParser(context_);
  }

  void SetProblem(int line, std::string_view what) {
    if (!problem_.empty()) return;
    // libxml2 speaks of its own functions here: "xmlParseEntityRef: no name", "EntityRef: expecting ';'".
    const bool is_bare = what.find("EntityRef: ") != std::string_view::npos;
    problem_ = "line " + std::to_string(line) + ": " +
               (is_bare ? "a & that begins no reference" : Shorten(what.substr(0, what.find('\n'))));
  }

  void Start(XmlElement element, int space_count) {
    if (refusal_) return;
    if (open_.size() == max_depth_) {
      return Stop(Fault::kLimitExceeded,
                  "the XML is nested more than " + std::to_string(max_depth_) + " levels deep (limits.nesting)");
    }
    spaces_ += static_cast<size_t>(space_count);
    if (spaces_ > kMaxXmlAttributes) {
      return Stop(Fault::kLimitExceeded,
                  "the XML declares more than " + std::to_string(kMaxXmlAttributes) + " namespaces inside each other");
    }
    element.parent = open_.empty() ? nullptr : open_.back().element;
    XmlElement* added = &document_.elements_.emplace_back(std::move(element));
    if (!open_.empty()) open_.back().element->children.push_back({.element = added});
    last_.resize(open_.size());
    last_.push_back(added);
    open_.push_back({.element = added, .spaces = static_cast<size_t>(space_count)});
  }

  void AddAttributes(const xmlChar** attributes, int count) {
    if (refusal_) return;
    constexpr int kFields = 5;  // local name, prefix, URI, begin and end of the value
    XmlElement* element = open_.back().element;
    element->attributes.reserve(static_cast<size_t>(count));
    for (const xmlChar** a = attributes; a != attributes + static_cast<ptrdiff_t>(count) * kFields; a += kFields) {
      element->attributes.push_back(
          {.space = View(a[2]),
           .name = View(a[0]),
           .value = std::string(reinterpret_cast<const char*>(a[3]), reinterpret_cast<const char*>(a[4]))});
    }
  }

  void AddText(std::string_view text) {
    if (refusal_ || open_.empty()) return;
    std::vector<XmlNode>& children = open_.back().element->children;
    if (children.empty() || children.back().element != nullptr) children.emplace_back();
    children.back().text += text;
  }

  void End() {
    if (refusal_ || open_.empty()) return;
    spaces_ -= open_.back().spaces;
    open_.pop_back();
  }

  struct Open {
    XmlElement* element;
    size_t spaces;  // that it declares
  };

  const size_t max_depth_;
  xmlParserCtxt* context_ = nullptr;
  XmlDocument document_;
  std::vector<Open> open_;
  std::vector<XmlElement*> last_;  // the element that began last, and those around it
  size_t spaces_ = 0;
  std::string problem_;
  std::optional<Refusal> refusal_;
};

namespace {

// Whether an element has so many attributes that libxml2 should not see it: its time grows with their square. Counts
// what may be one; comments and CDATA are not told apart, so that a table of equations there may be taken for it, and
// only means a look by the mender.
bool HasHugeTag(std::string_view text) {
  size_t equals = 0;
  for (const char c : text) {
    if (c == '<') equals = 0;
    if (c == '=' && ++equals > kMaxXmlAttributes) return true;
  }
  return false;
}

OrRefusal<XmlDocument> ParseMended(std::string_view text, const std::string& problem, size_t max_depth) {
  OrRefusal<MendedXml> mended = MendXml(text);
  if (!mended) return tl::unexpected(std::move(mended.error()));
  XmlTreeBuilder builder(max_depth);
  if (!builder.Build(mended->text)) {
    if (builder.refusal()) return tl::unexpected(std::move(*builder.refusal()));
    return Refuse(Fault::kMalformed, "XML that cannot be read: " + problem);
  }
  builder.MarkCut(mended->cut_depth);
  std::string note;
  if (mended->places > 0) {
    note = "XML that is not well-formed: " + std::to_string(mended->places) + " mended, the first in " + problem;
  }
  builder.Describe(std::move(note), mended->repairs);
  return builder.Take();
}

}  // namespace

OrRefusal<XmlDocument> XmlDocument::Parse(std::string_view text, size_t max_depth) {
  if (text.size() > static_cast<size_t>(std::numeric_limits<int>::max()) / 2) {
    return Refuse(Fault::kLimitExceeded, "the XML has " + std::to_string(text.size()) + " bytes; allowed is 1 GiB");
  }
  // Bytes of zero are mended away too: libxml2 would take them for UTF-16.
  if (text.find('\0') != std::string_view::npos) return ParseMended(text, "a character of value 0", max_depth);
  if (HasHugeTag(text)) return ParseMended(text, "an element with too many attributes", max_depth);
  XmlTreeBuilder builder(max_depth);
  if (builder.Build(text)) return builder.Take();
  if (builder.refusal()) return tl::unexpected(std::move(*builder.refusal()));
  return ParseMended(text, builder.problem().empty() ? "it holds no element" : builder.problem(), max_depth);
}

const std::string* XmlElement::Attribute(std::string_view attribute_name, std::string_view attribute_space) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const XmlAttribute& attribute) {
    return attribute.name == attribute_name && attribute.space == attribute_space;
  });
  return found == attributes.end() ? nullptr : &found->value;
}

std::string XmlElement::Text() const {
  std::string text;
  for (const XmlNode& node : children) text += node.element != nullptr ? node.element->Text() : node.text;
  return text;
}

std::string XmlElement::QualifiedName() const {
  return prefix.empty() ? std::string(name) : std::string(prefix) + ':' + std::string(name);
}

}  // namespace marsad::decode
