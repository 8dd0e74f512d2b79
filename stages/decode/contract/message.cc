#include "stages/decode/contract/message.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>

#include <utility>
#include <vector>

#include "lib/article/spans.h"
#include "lib/base/utf8.h"
#include "lib/text/utf8.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/contract/markup.h"

namespace marsad::decode {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMaxProtobufDepth = 20;
constexpr int kMaxIgnored = 16;
constexpr int kMaxWarnings = 16;
constexpr std::string_view kArticleName = "marsad.v1.Article";
constexpr std::string_view kEnrichedName = "marsad.v1.EnrichedArticle";

// ---- From a draft to the message.

v1::Article::PubStatus StatusOf(PubStatus status) {
  if (status == PubStatus::kCanceled) return v1::Article::CANCELED;
  return status == PubStatus::kWithheld ? v1::Article::WITHHELD : v1::Article::USABLE;
}

v1::Markup::Kind KindOf(MarkKind kind) {
  static_assert(static_cast<int>(MarkKind::kTable) + 1 == v1::Markup::TABLE, "the same kinds in the same order");
  return static_cast<v1::Markup::Kind>(static_cast<int>(kind) + 1);
}

void AddMarkup(const Marked& marked, v1::Article* article) {
  v1::Markup* to = article->add_markup();
  to->set_kind(KindOf(marked.kind));
  article::WriteSpan(marked.field, {marked.begin, marked.end}, to->mutable_span());
}

void FillNumbers(const Draft& draft, v1::Article* article) {
  if (draft.version) article->set_version(*draft.version);
  if (draft.pub_status) article->set_pub_status(StatusOf(*draft.pub_status));
  if (draft.urgency) article->set_urgency(*draft.urgency);
  if (draft.partial) article->set_partial(true);
}

void FillTimes(const Draft& draft, v1::Article* article) {
  if (draft.published) FillTime(*draft.published, article->mutable_published());
  if (draft.updated) FillTime(*draft.updated, article->mutable_updated());
  if (draft.embargoed_until) FillTime(*draft.embargoed_until, article->mutable_embargoed_until());
}

void FillLists(Draft* draft, v1::Article* article) {
  for (std::string& author : draft->authors) article->add_authors(std::move(author));
  for (Draft::Subject& subject : draft->subjects) {
    v1::Subject* to = article->add_subjects();
    if (!subject.uri.empty()) to->set_uri(std::move(subject.uri));
    if (!subject.name.empty()) to->set_name(std::move(subject.name));
  }
  for (Draft::Related& related : draft->related) {
    v1::Related* to = article->add_related();
    to->set_uri(std::move(related.uri));
    if (!related.relation.empty()) to->set_relation(std::move(related.relation));
  }
}

void FillTexts(Draft* draft, v1::Article* article) {
  if (!draft->uri.empty()) article->set_uri(std::move(draft->uri));
  if (!draft->version_label.empty()) article->set_version_label(std::move(draft->version_label));
  if (!draft->title.empty()) article->set_title(std::move(draft->title));
  if (!draft->body.empty()) article->set_body(std::move(draft->body));
  if (!draft->language.empty()) article->set_language(std::move(draft->language));
  if (!draft->url.empty()) article->set_url(std::move(draft->url));
  if (!draft->correction.empty()) article->set_correction(std::move(draft->correction));
  if (!draft->source_name.empty()) article->mutable_source()->set_name(std::move(draft->source_name));
  if (!draft->source_uri.empty()) article->mutable_source()->set_uri(std::move(draft->source_uri));
  if (!draft->source_country.empty()) article->mutable_source()->set_country(std::move(draft->source_country));
}

bool Parse(std::string_view value, Message* message) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(value.data()),
                                            static_cast<int>(value.size()));
  in.SetRecursionLimit(kMaxProtobufDepth);
  return message->ParseFromCodedStream(&in) && in.ConsumedEntireMessage();
}

// An article that nobody would take other bytes for: all of it known, with an identity and a text, in valid UTF-8.
bool IsPlausible(const v1::Article& article) {
  const Reflection* reflection = article.GetReflection();
  return reflection->GetUnknownFields(article).empty() && !article.uri().empty() &&
         (text::HasLetter(article.title()) || text::HasLetter(article.body())) && IsValidUtf8(article.uri()) &&
         IsValidUtf8(article.title()) && IsValidUtf8(article.body());
}

// ---- Every string of a message.

// Valid UTF-8 without controls in every string of an article; all but the body become one line.
class Cleaner {
 public:
  Cleaner(bool repair, v1::Article* article) : repair_(repair), article_(article) {}

  void Clean() {
    if (article_->markup_size() > 0) {
      if (DropUnfitMarkup(article_)) Ignore(article_, "markup: does not fit title and body");
      CleanMarkedText(TextField::kTitle, article_->mutable_title());
      CleanMarkedText(TextField::kBody, article_->mutable_body());
      DropEmptyMarkup(article_);
    }
    CleanMessage(article_);
  }

  uint32_t repairs() const { return repairs_; }
  uint32_t controls() const { return controls_; }

 private:
  // Before all the rest, which then finds these texts clean: their spans must stay true.
  void CleanMarkedText(TextField field, std::string* text) {
    if (repair_ && !IsValidUtf8(*text)) return DropMarkupOf(field, article_);
    MarkupPlaces places(field, *article_);
    Cleaned cleaned = field == TextField::kBody ? CleanText(*text, places.places()) : CleanLine(*text, places.places());
    controls_ += cleaned.dropped;
    *text = std::move(cleaned.text);
    places.Store(article_);
  }

  void CleanMessage(Message* message) {
    const Reflection* reflection = message->GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(*message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->containing_type() == v1::Article::descriptor() && field->number() == v1::Article::kMarkupFieldNumber) {
        continue;  // holds no text
      }
      const int count = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
      for (int i = 0; i < count; ++i) CleanField(message, field, i);
    }
  }

  void CleanField(Message* message, const FieldDescriptor* field, int i) {
    const Reflection* reflection = message->GetReflection();
    const bool repeated = field->is_repeated();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return CleanMessage(repeated ? reflection->MutableRepeatedMessage(message, field, i)
                                   : reflection->MutableMessage(message, field));
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
    std::string scratch;
    const std::string& text = repeated ? reflection->GetRepeatedStringReference(*message, field, i, &scratch)
                                       : reflection->GetStringReference(*message, field, &scratch);
    std::string cleaned = CleanString(text, field->containing_type() == v1::Article::descriptor() &&
                                                field->number() == v1::Article::kBodyFieldNumber);
    if (repeated) return reflection->SetRepeatedString(message, field, i, std::move(cleaned));
    reflection->SetString(message, field, std::move(cleaned));
  }

  std::string CleanString(std::string_view text, bool lines) {
    text::Repaired repaired;
    if (repair_) {
      repaired = text::RepairUtf8(text);
      repairs_ += repaired.repairs;
      text = repaired.text;
    }
    Cleaned cleaned = lines ? CleanText(text) : CleanLine(text);
    controls_ += cleaned.dropped;
    return std::move(cleaned.text);
  }

  const bool repair_;
  v1::Article* const article_;
  uint32_t repairs_ = 0;
  uint32_t controls_ = 0;
};

}  // namespace

void FillTime(const Moment& moment, v1::Time* time) {
  time->mutable_utc()->set_seconds(moment.unix_seconds);
  time->mutable_utc()->set_nanos(moment.nanos);
  if (moment.offset_minutes) time->set_offset_minutes(*moment.offset_minutes);
  if (moment.hijri) time->set_hijri(true);
  switch (moment.precision) {
    case Precision::kDay:
      return time->set_precision(v1::Time::DAY);
    case Precision::kMinute:
      return time->set_precision(v1::Time::MINUTE);
    case Precision::kSecond:
      return time->set_precision(v1::Time::SECOND);
    case Precision::kMillisecond:
      return time->set_precision(v1::Time::MILLISECOND);
  }
}

void Ignore(v1::Article* article, std::string note) {
  v1::Input* input = article->mutable_input();
  if (input->ignored_fields_size() < kMaxIgnored) input->add_ignored_fields(std::move(note));
}

void Warn(v1::Article* article, std::string sentence) {
  v1::Input* input = article->mutable_input();
  if (input->warnings_size() < kMaxWarnings) input->add_warnings(std::move(sentence));
}

void Fill(Draft draft, v1::Article* article) {
  FillTexts(&draft, article);
  FillNumbers(draft, article);
  FillTimes(draft, article);
  FillLists(&draft, article);
  for (const Marked& marked : draft.markup) AddMarkup(marked, article);
  for (std::string& sentence : draft.warnings) Warn(article, std::move(sentence));
  for (std::string& note : draft.ignored_fields) Ignore(article, std::move(note));
}

std::string_view GuessMessage(std::string_view value) {
  v1::Article article;
  if (Parse(value, &article) && IsPlausible(article)) return kArticleName;
  v1::EnrichedArticle enriched;
  if (Parse(value, &enriched) && enriched.GetReflection()->GetUnknownFields(enriched).empty() &&
      IsPlausible(enriched.article())) {
    return kEnrichedName;
  }
  return {};
}

Checked ReadProtobuf(std::string_view value, std::string_view name, v1::Article* article) {
  if (name.empty()) name = GuessMessage(value) == kEnrichedName ? kEnrichedName : kArticleName;
  if (name != kArticleName && name != kEnrichedName) {
    return Refuse(Fault::kUnknownFormat, "the protobuf message " + Quote(name) + " is not decoded here; accepted are " +
                                             std::string(kArticleName) + " and " + std::string(kEnrichedName));
  }
  bool parsed;
  if (name == kEnrichedName) {
    v1::EnrichedArticle enriched;
    parsed = Parse(value, &enriched);
    if (parsed) article->Swap(enriched.mutable_article());
  } else {
    parsed = Parse(value, article);
  }
  std::vector<const FieldDescriptor*> known;
  if (parsed) article->GetReflection()->ListFields(*article, &known);
  if (!parsed || known.empty()) {
    return Refuse(Fault::kMalformed, "the " + std::to_string(value.size()) + " bytes are no protobuf message " +
                                         std::string(name) + (parsed ? ": no field of it is in them" : ""));
  }
  article->clear_input();
  article->clear_received();
  return {};
}

void CleanStrings(const CleanOptions& options, v1::Article* article) {
  Cleaner cleaner(options.repair, article);
  cleaner.Clean();
  const v1::Input& input = article->input();  // what the reader counted stays
  if (cleaner.repairs() > 0) article->mutable_input()->set_repairs(input.repairs() + cleaner.repairs());
  if (cleaner.controls() > 0) article->mutable_input()->set_controls(input.controls() + cleaner.controls());
}

}  // namespace marsad::decode
