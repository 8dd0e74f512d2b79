#include "lib/telemetry/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace marsad::telemetry {
namespace {

using std::chrono::seconds;
using testing::StartsWith;

class HttpClientTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server =
        StartHttpServer("127.0.0.1:0", {{"/readyz", [] { return Page{.status = 503, .body = "no partition yet\n"}; }},
                                        {"/long", [] { return Page{.body = std::string(1 << 20, 'x')}; }}});
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpClientTest, APageHasItsStatusAndItsBody) {
  const Result<Page> page = FetchPage("127.0.0.1", server_->port(), "/readyz", seconds(60));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->status, 503);
  EXPECT_EQ(page->body, "no partition yet\n");
}

TEST_F(HttpClientTest, AServerThatNeverEndsFillsNoMemory) {
  const Result<Page> page = FetchPage("localhost", server_->port(), "/long", seconds(60));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_LT(page->body.size(), size_t{128} << 10);
}

TEST_F(HttpClientTest, WhoDoesNotListenIsNamed) {
  const int port = server_->port();
  server_.reset();
  const Result<Page> page = FetchPage("127.0.0.1", port, "/readyz", seconds(60));
  ASSERT_FALSE(page);
  EXPECT_THAT(page.error().message, StartsWith("nobody listens on 127.0.0.1:" + std::to_string(port)));
}

}  // namespace
}  // namespace marsad::telemetry
