#include "lib/pipeline/testing/stage_contract.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "lib/base/utf8.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kTimestamp = 1'700'000'000'123;
constexpr std::string_view kTopic = "contract.raw";

// RFC 3629. Not lib/text's: that is what stages are made of.
bool IsUtf8(std::string_view text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(text.data(), static_cast<int>(text.size()));
}

// Offsets of a text in UTF-16 code units: one for each character, two from four bytes up. All at once, for a text of the
// contract may have ten thousands of mentions.
class Utf16Offsets {
 public:
  explicit Utf16Offsets(std::string_view text) {
    offsets_.reserve(text.size() + 1);
    uint64_t units = 0;
    for (const char byte : text) {
      offsets_.push_back(units);
      units += IsUtf8Continuation(byte) ? 0 : static_cast<uint8_t>(byte) >= 0xF0 ? 2 : 1;
    }
    offsets_.push_back(units);
  }
  uint64_t At(size_t byte) const { return offsets_.at(byte); }

 private:
  std::vector<uint64_t> offsets_;
};

// Everything below a message, itself included.
template <class Visit>
void Walk(const Message& message, const Visit& visit) {
  visit(message);
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      Walk(reflection->GetMessage(message, field), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      Walk(reflection->GetRepeatedMessage(message, field, i), visit);
    }
  }
}

void ExpectStringsAreUtf8(const Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  std::string scratch;
  for (const FieldDescriptor* field : fields) {
    if (field->type() != FieldDescriptor::TYPE_STRING) continue;
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string& text = field->is_repeated()
                                    ? reflection->GetRepeatedStringReference(message, field, i, &scratch)
                                    : reflection->GetStringReference(message, field, &scratch);
      EXPECT_TRUE(IsUtf8(text)) << field->full_name() << " is not valid UTF-8";
    }
  }
}

// Title and body, with what spans in them are compared with.
class Texts {
 public:
  explicit Texts(const v1::Article& article)
      : title_(article.title()), body_(article.body()), title_offsets_(title_), body_offsets_(body_) {}

  // True if the span may be cut.
  bool ExpectFits(const v1::Span& span) const {
    const std::string_view text = Original(span);
    const bool fits = span.field() != v1::Span::UNSPECIFIED && span.begin() <= span.end() &&
                      IsBoundary(text, span.begin()) && IsBoundary(text, span.end());
    EXPECT_TRUE(fits) << "span " << span.ShortDebugString() << " does not fit " << text.size() << " bytes of text";
    return fits;
  }

  void ExpectAgrees(const v1::Mention& mention) const {
    const v1::Span& span = mention.span();
    if (!ExpectFits(span)) return;
    const Utf16Offsets& offsets = span.field() == v1::Span::TITLE ? title_offsets_ : body_offsets_;
    EXPECT_EQ(mention.surface(), Original(span).substr(span.begin(), span.end() - span.begin()));
    EXPECT_FALSE(mention.surface().empty());
    EXPECT_EQ(mention.begin_utf16(), offsets.At(span.begin()));
    EXPECT_EQ(mention.end_utf16(), offsets.At(span.end()));
    EXPECT_LE(mention.confidence(), 1000u) << "per mille";
  }

 private:
  std::string_view Original(const v1::Span& span) const { return span.field() == v1::Span::TITLE ? title_ : body_; }

  const std::string_view title_;
  const std::string_view body_;
  const Utf16Offsets title_offsets_;
  const Utf16Offsets body_offsets_;
};

void ExpectMessageIsSound(const v1::Article& article, const Message& root) {
  const Texts texts(article);
  Walk(root, [&](const Message& message) {
    ExpectStringsAreUtf8(message);
    if (const auto* span = dynamic_cast<const v1::Span*>(&message)) texts.ExpectFits(*span);
    if (const auto* mention = dynamic_cast<const v1::Mention*>(&message)) texts.ExpectAgrees(*mention);
  });
}

void ExpectRejectIsSound(const Reject& reject) {
  EXPECT_NE(record::Name(reject.code), "UNSPECIFIED");
  EXPECT_FALSE(reject.detail.empty()) << "a reject says what is wrong";
}

std::string Show(const Reject& reject) { return "reject " + std::string(Name(reject.code)) + " " + reject.detail; }

std::string Show(const Enriched& enriched) {
  if (const Reject* reject = std::get_if<Reject>(&enriched)) return Show(*reject);
  return "delta " + std::get<RecordDelta>(enriched).bytes;
}

std::string Show(const Decoded& decoded) {
  if (const Reject* reject = std::get_if<Reject>(&decoded)) return Show(*reject);
  if (const Skip* skip = std::get_if<Skip>(&decoded)) return "skip " + std::string(skip->reason);
  const Partial* partial = std::get_if<Partial>(&decoded);
  std::string text = partial == nullptr ? "articles" : "articles after " + Show(partial->rejected);
  for (const KeyedArticle& article : ArticlesOf(decoded)) {
    text += " " + std::to_string(article.key.size()) + ":" + article.key + std::to_string(article.delta.size()) + ":" +
            article.delta;
  }
  return text;
}

// As the chain calls it.
Enriched Ask(Enricher& enricher, const std::string& bytes) {
  record::Record record;
  EXPECT_TRUE(record.Parse(bytes)) << "the corpus holds something that is no record";
  record.Strip(enricher.field(), enricher.name());
  return enricher.Enrich(record.message());
}

void ExpectDeltaIsSound(const Enricher& enricher, const std::string& bytes, const std::string& delta) {
  EXPECT_TRUE(record::HoldsOnly(delta, enricher.field())) << "holds another field than its own";
  v1::EnrichedArticle article;
  v1::EnrichedArticle added;
  ASSERT_TRUE(article.ParseFromString(bytes));
  ASSERT_TRUE(added.ParseFromString(delta));
  ExpectMessageIsSound(article.article(), added);
}

Decoded Ask(Decoder& decoder, const DecoderInput& input) {
  std::vector<record::HeaderView> headers;
  for (const record::Header& header : input.headers) {
    headers.push_back({header.key, header.value ? std::optional<std::string_view>(*header.value) : std::nullopt});
  }
  return decoder.Decode({.value = input.value,
                         .headers = headers,
                         .timestamp = Timestamp::FromMillis(kTimestamp),
                         .topic = kTopic,
                         .partition = Partition(3),
                         .offset = Offset(14)});
}

void ExpectArticleIsSound(const KeyedArticle& keyed, const DecoderPromise& promise) {
  EXPECT_LE(keyed.delta.size(), promise.max_bytes);
  EXPECT_TRUE(record::HoldsOnly(keyed.delta, record::Field::kArticle)) << "holds more than the article";
  v1::EnrichedArticle delta;
  ASSERT_TRUE(delta.ParseFromString(keyed.delta));
  const v1::Article& article = delta.article();
  EXPECT_FALSE(keyed.key.empty());
  EXPECT_EQ(keyed.key, article.uri());
  ExpectMessageIsSound(article, delta);
  EXPECT_EQ(article.received().seconds() * 1000 + article.received().nanos() / 1'000'000, kTimestamp);
  EXPECT_EQ(article.input().topic(), kTopic);
  EXPECT_EQ(article.input().partition(), 3);
  EXPECT_EQ(article.input().offset(), 14);
}

void ExpectDecodedIsSound(const Decoded& decoded, const DecoderPromise& promise) {
  if (const Reject* reject = std::get_if<Reject>(&decoded)) return ExpectRejectIsSound(*reject);
  if (const Skip* skip = std::get_if<Skip>(&decoded)) {
    EXPECT_EQ(std::count(promise.skip_reasons.begin(), promise.skip_reasons.end(), skip->reason), 1)
        << "unknown reason to skip: " << skip->reason;
    return;
  }
  if (const Partial* partial = std::get_if<Partial>(&decoded)) {
    ExpectRejectIsSound(partial->rejected);
    EXPECT_FALSE(partial->articles.empty()) << "without an article it is a reject";
  }
  for (const KeyedArticle& article : ArticlesOf(decoded)) ExpectArticleIsSound(article, promise);
}

// Answers must not depend on which instance gives them, nor on what it was asked before.
template <class Stage, class Question>
void ExpectDeterministic(const std::function<std::unique_ptr<Stage>()>& factory, std::span<const Question> questions) {
  const auto first = factory();
  std::vector<std::string> answers;
  for (const Question& question : questions) answers.push_back(Show(Ask(*first, question)));
  const auto second = factory();
  EXPECT_EQ(first->name(), second->name());
  EXPECT_EQ(first->bundle(), second->bundle());
  for (size_t i = questions.size(); i-- > 0;) {
    SCOPED_TRACE("input " + std::to_string(i));
    EXPECT_TRUE(Show(Ask(*second, questions[i])) == answers[i]) << "another instance, in reverse order, says otherwise";
    EXPECT_TRUE(Show(Ask(*first, questions[i])) == answers[i]) << "the same instance, asked again, says otherwise";
  }
}

}  // namespace

void ExpectEnricherContract(const EnricherFactory& factory, std::span<const std::string> corpus, size_t max_bytes) {
  ExpectDeterministic<Enricher>(factory, corpus);
  const auto enricher = factory();
  EXPECT_FALSE(enricher->name().empty());
  for (const Need& need : enricher->needs()) {
    EXPECT_NE(need.field, enricher->field()) << "needs what it makes itself";
    EXPECT_FALSE(need.owner.empty()) << "a field that it needs has a stage that makes it";
  }
  for (size_t i = 0; i < corpus.size(); ++i) {
    SCOPED_TRACE("record " + std::to_string(i));
    const Enriched enriched = Ask(*enricher, corpus[i]);
    if (const Reject* reject = std::get_if<Reject>(&enriched)) {
      ExpectRejectIsSound(*reject);
      continue;
    }
    const std::string& delta = std::get<RecordDelta>(enriched).bytes;
    EXPECT_LE(delta.size(), max_bytes);
    ExpectDeltaIsSound(*enricher, corpus[i], delta);
  }
}

void ExpectDecoderContract(const DecoderFactory& factory, std::span<const DecoderInput> inputs,
                           const DecoderPromise& promise) {
  ExpectDeterministic<Decoder>(factory, inputs);
  const auto decoder = factory();
  EXPECT_FALSE(decoder->name().empty());
  for (size_t i = 0; i < inputs.size(); ++i) {
    SCOPED_TRACE("input " + std::to_string(i));
    ExpectDecodedIsSound(Ask(*decoder, inputs[i]), promise);
  }
}

}  // namespace marsad::pipeline::testing
