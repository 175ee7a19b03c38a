// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/server_check.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <nlohmann/json.hpp>

#include "core/annotate/chat_prompt.h"
#include "core/base/error.h"
#include "core/net/chat_request.h"
#include "core/net/http_chat_client.h"
#include "core/net/qt_application.h"

namespace noiseal {
namespace {

using nlohmann::json;

HttpResult get(const std::string& url, const std::string& key, std::chrono::milliseconds timeout,
               const Control& control) {
  QNetworkAccessManager manager;
  manager.setProxy(proxy_for(url));
  QNetworkReply* reply = manager.get(server_request(url, key, static_cast<int>(timeout.count())));
  QEventLoop loop;
  QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
  QTimer stop;
  QObject::connect(&stop, &QTimer::timeout, reply, [&] {
    if (control.stop_requested()) {
      reply->abort();
    }
  });
  stop.start(50);
  QTimer::singleShot(static_cast<int>(timeout.count()), reply, [reply] { reply->abort(); });
  if (!reply->isFinished()) {
    loop.exec();
  }
  control.check_point();
  const HttpResult result =
      result_of(*reply, reply->isOpen() ? reply->read(1 << 22) : QByteArray());
  delete reply;
  return result;
}

std::vector<std::string> listed_models(const std::string& body) {
  std::vector<std::string> models;
  const json object = json::parse(body, nullptr, false);
  if (object.is_object() && object.contains("data") && object["data"].is_array()) {
    for (const json& model : object["data"]) {
      if (model.is_object() && model.contains("id") && model["id"].is_string()) {
        models.push_back(model["id"].get<std::string>());
      }
    }
  }
  return models;
}

ChatReply ask_once(HttpChatClient& client, const ChatPrompt& prompt, const Control& control) {
  client.send({1, prompt.body, prompt.tokens});
  while (true) {
    control.check_point();
    for (ChatReply& reply : client.wait(std::chrono::milliseconds(50))) {
      return std::move(reply);
    }
  }
}

ChatPrompt trial_prompt(const std::string& model, AnswerForm form) {
  PromptOptions options;
  options.model = model;
  options.task = "The texts are about animals or about plants.";
  // With a schema the label is one that no model would say by itself.
  options.labels = form == AnswerForm::schema ? std::vector<std::string>{"class-7f", "class-9k"}
                                              : std::vector<std::string>{"animal", "plant"};
  options.form = form;
  const std::vector<std::string_view> texts = {"The cat sleeps on the sofa."};
  return PromptWriter(options).write({0, {}}, texts);
}

void try_model(ServerCheck& check, HttpChatClient& client, const Control& control) {
  const auto start = std::chrono::steady_clock::now();
  const ChatReply reply = ask_once(client, trial_prompt(check.model, AnswerForm::label), control);
  check.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (reply.reading.fault) {
    check.problem = reply.reading.fault->sentence;
    return;
  }
  if (reply.reading.use_known && check.seconds > 0) {
    check.tokens_per_second = static_cast<double>(reply.reading.use.out) / check.seconds;
  }
  const ChatReply strict = ask_once(client, trial_prompt(check.model, AnswerForm::schema), control);
  const json object = json::parse(strict.reading.content, nullptr, false);
  check.schema =
      !strict.reading.fault && object.is_object() && object.size() == 1 &&
      (object.value("label", json()) == "class-7f" || object.value("label", json()) == "class-9k");
}

}  // namespace

ServerCheck check_server(const LlmServer& server, const std::string& key, const std::string& model,
                         std::chrono::milliseconds timeout, const Control& control) {
  ensure_qt_application();
  const HttpResult list = get(server.base_url + "/models", key, timeout, control);
  const ChatReading reading = read_chat_reply(list, server.base_url);
  // A server may well list no models; what it answered to that is no trouble then.
  const bool unreachable = list.trouble != HttpResult::Trouble::none;
  if (unreachable || list.status == 401 || list.status == 403 ||
      (list.status >= 300 && list.status < 400)) {
    throw Error(reading.fault->sentence);
  }
  ServerCheck check;
  check.models = listed_models(list.body);
  check.model = model.empty() && !check.models.empty() ? check.models.front() : model;
  if (!check.model.empty()) {
    HttpChatOptions options;
    options.base_url = server.base_url;
    options.key = key;
    options.parallel = 1;
    options.transfer_timeout = options.total_timeout = timeout;
    options.retry.most_attempts = 1;
    HttpChatClient client(std::move(options));
    try_model(check, client, control);
  }
  return check;
}

}  // namespace noiseal
