// marsad send: files, and kills, into a topic.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/input_file.h"
#include "cli/show/terminal.h"
#include "cli/validators.h"
#include "cli/verbs/connection.h"
#include "lib/app/exit_code.h"
#include "lib/kafka/tools/producer.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {
namespace {

// More than the client takes to give a record up, so that it is the one to say why.
constexpr std::chrono::seconds kPatience{35};

struct SendOptions {
  std::vector<std::string> files;
  std::string topic;
  ConnectionOptions connection;
  std::string content_type;
  std::string key;
  std::vector<std::string> headers;
  std::vector<std::string> kills;
};

Result<record::Headers> ParseHeaders(const std::vector<std::string>& given) {
  record::Headers headers;
  for (const std::string& header : given) {
    size_t equals = header.find('=');
    if (equals == 0 || equals == std::string::npos)
      return Fail("--header " + Inserted(header) + ": KEY=VALUE is wanted");
    headers.push_back({header.substr(0, equals), header.substr(equals + 1)});
  }
  return headers;
}

class Sender {
 public:
  Sender(const SendOptions& options, std::string topic, record::Headers headers, kafka::Producer& producer)
      : options_(options), topic_(std::move(topic)), headers_(std::move(headers)), producer_(producer) {}

  Result<void> SendFile(const std::string& file, size_t max_bytes) {
    Result<std::string> bytes =
        ReadInputFile(file, {max_bytes, "the largest record of the pipeline (limits.dead_bytes)"});
    if (!bytes) return tl::unexpected(bytes.error());
    std::optional<std::string> type = options_.content_type.empty() ? ContentTypeOf(file) : options_.content_type;
    std::vector<record::HeaderView> headers = HeaderViews();
    if (type) headers.push_back({"content-type", *type});
    kafka::Message message;
    message.topic = topic_;
    if (!options_.key.empty()) message.key = options_.key;
    message.value = *bytes;
    message.headers = headers;
    return producer_.Send(message);
  }

  Result<void> SendKill(const std::string& key) {
    std::vector<record::HeaderView> headers = HeaderViews();
    kafka::Message message;
    message.topic = topic_;
    message.key = key;
    message.headers = headers;
    return producer_.Send(message);
  }

 private:
  std::vector<record::HeaderView> HeaderViews() const {
    std::vector<record::HeaderView> headers;
    for (const record::Header& header : headers_) headers.push_back({header.key, *header.value});
    return headers;
  }

  const SendOptions& options_;
  std::string topic_;
  record::Headers headers_;
  kafka::Producer& producer_;
};

int SendAll(const SendOptions& options, const config::v1::Config& config, Sender& sender, kafka::Producer& producer) {
  size_t sent = 0;
  bool all_good = true;
  auto note = [&](const Result<void>& result) {
    if (!result) Complain(result.error().message);
    all_good = all_good && result.has_value();
    sent += result.has_value() ? 1 : 0;
  };
  for (const std::string& file : options.files)
    note(sender.SendFile(file, static_cast<size_t>(config.limits().dead_bytes())));
  for (const std::string& key : options.kills) note(sender.SendKill(key));
  if (Result<void> flushed = producer.Flush(kPatience); !flushed) {
    Complain(flushed.error().message);
    return app::kFailed;
  }
  WriteOut(fmt::format("{} sent\n", sent));
  return all_good ? app::kOk : app::kFailed;
}

int Send(const SendOptions& options) {
  if (options.files.empty() && options.kills.empty()) {
    Complain("nothing to send: name a FILE or --kill KEY");
    return app::kBadConfiguration;
  }
  Result<config::v1::Config> config = LoadConnection(options.connection);
  Result<record::Headers> headers = ParseHeaders(options.headers);
  if (!config || !headers) {
    Complain(!config ? config.error().message : headers.error().message);
    return app::kBadConfiguration;
  }
  kafka::EventSink events;
  Result<std::unique_ptr<kafka::Producer>> producer =
      kafka::OpenProducer(PropertiesOf(*config), static_cast<size_t>(config->limits().dead_bytes()) * 2, events);
  if (!producer) {
    Complain(producer.error().message);
    return app::kBadConfiguration;
  }
  Sender sender(options, options.topic.empty() ? config->topics().raw() : options.topic, std::move(*headers),
                **producer);
  return SendAll(options, *config, sender, **producer);
}

}  // namespace

void AddSend(CLI::App& app, Command* command) {
  auto options = std::make_shared<SendOptions>();
  CLI::App* verb = app.add_subcommand("send", "Send files, or the end of an article, to a topic");
  verb->add_option("FILE", options->files, "One record each; - reads standard input");
  verb->add_option("--to", options->topic, "Topic; the configuration's topics.raw (news.raw) where it is not given");
  AddConnectionOptions(*verb, &options->connection);
  verb->add_option("--content-type", options->content_type,
                   "Header content-type; else by the file's extension, else none");
  verb->add_option("--key", options->key, "Key of the records; it chooses the partition");
  verb->add_option("--header", options->headers, "A header, KEY=VALUE; may be given several times")
      ->allow_extra_args(false);  // what follows it is a FILE
  verb->add_option("--kill", options->kills, "Send a null value under this key: the article of this uri is withdrawn")
      ->allow_extra_args(false)
      ->check(NotEmpty());
  verb->footer(
      std::string(
          "Examples:\n  marsad send --bootstrap localhost:9092 article.json\n"
          "  marsad send --config marsad.yaml --to news.raw --content-type 'text/plain; charset=windows-1256' old.txt\n"
          "  marsad send --bootstrap localhost:9092 --kill urn:example:article-7\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Send(*options); }; });
}

}  // namespace marsad::cli
