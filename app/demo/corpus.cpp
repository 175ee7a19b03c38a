// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/corpus.h"

#include <fmt/format.h>

#include <cctype>
#include <string_view>
#include <unordered_set>

#include "app/demo/phrases.h"

namespace noiseal::demo {
namespace {

constexpr std::uint64_t kRequests = 0x64656d6f;  // names the stream of random numbers
constexpr std::uint64_t kOrder = 0x6f72646572;

bool chance(Rng& rng, double probability) {
  return rng.uniform() < probability;
}

void capitalise(std::string& sentence) {
  if (!sentence.empty()) {
    sentence.front() =
        static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
  }
}

/// A label's list other than the one that is asked about.
const std::string& another_label(const std::string& label, Rng& rng) {
  const std::vector<std::string>& all = labels();
  for (;;) {
    const std::string& other = all[static_cast<std::size_t>(rng.below(all.size()))];
    if (other != label) {
      return other;
    }
  }
}

/// The sentences that carry the label, one or two of them, with what distracts from it.
std::vector<std::string> matter(const std::string& label, Rng& rng) {
  const Phrases& phrases = Phrases::built_in();
  const auto other = [&] { return phrases.draw("about." + another_label(label, rng), rng); };
  const auto fine = [&] { return phrases.draw("fine." + another_label(label, rng), rng); };
  const std::string request = phrases.draw("request." + label, rng);

  const double kind = rng.uniform();
  if (kind < 0.08) {  // the label stands in the word order alone
    const std::string about = phrases.draw("about." + label, rng);
    return {phrases.draw("contrast", rng, {{"about", about}, {"other", other()}})};
  }
  if (kind < 0.28) {
    const std::string settled = phrases.draw("settled", rng, {{"fine", fine()}});
    return chance(rng, 0.5) ? std::vector{settled, request} : std::vector{request, settled};
  }
  if (kind < 0.40) {
    const std::string story = phrases.draw("story", rng, {{"other", other()}});
    return chance(rng, 0.6) ? std::vector{story, request} : std::vector{request, story};
  }
  if (kind < 0.47) {
    return {phrases.draw("settled", rng, {{"fine", fine()}}),
            "I have a question about " + phrases.draw("about." + label, rng) + "."};
  }
  return {request};
}

/// Two letters swapped, one left out, or one doubled, somewhere inside a word.
void mistype(std::string& text, Rng& rng) {
  const auto at = static_cast<std::size_t>(1 + rng.below(text.size() - 2));
  const auto is_letter = [&](std::size_t i) {
    return std::isalpha(static_cast<unsigned char>(text[i])) != 0;
  };
  if (!is_letter(at - 1) || !is_letter(at) || !is_letter(at + 1)) {
    return;
  }
  switch (rng.below(3)) {
    case 0:
      std::swap(text[at], text[at + 1]);
      break;
    case 1:
      text.erase(at, 1);
      break;
    default:
      text.insert(at, 1, text[at]);
  }
}

std::string make_text(const std::string& label, Rng& rng) {
  const Phrases& phrases = Phrases::built_in();
  std::vector<std::string> sentences = matter(label, rng);
  if (chance(rng, 0.35)) {
    sentences.insert(sentences.begin(), phrases.draw("small_talk", rng));
  }
  if (chance(rng, 0.4)) {
    sentences.push_back(phrases.draw("closing", rng));
  }
  std::string text = chance(rng, 0.3) ? phrases.draw("greeting", rng) : std::string();
  for (std::string& sentence : sentences) {
    capitalise(sentence);
    text += (text.empty() ? "" : " ") + sentence;
  }
  const double style = rng.uniform();
  for (char& letter : text) {
    if (style < 0.12) {  // in a hurry
      letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    } else if (style < 0.14) {  // angry
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
  }
  if (chance(rng, 0.3)) {
    const std::uint64_t errors = 1 + rng.below(3);
    for (std::uint64_t i = 0; i < errors; ++i) {
      mistype(text, rng);
    }
  }
  return text;
}

}  // namespace

const std::vector<std::string>& labels() {
  static const std::vector<std::string> names = Phrases::built_in().names_after("request.");
  return names;
}

std::vector<Request> make_requests(std::size_t count, std::uint64_t seed) {
  std::vector<Request> requests;
  requests.reserve(count);
  std::unordered_set<std::string> seen;
  for (std::uint64_t draw = 0; requests.size() < count; ++draw) {
    Rng rng({seed, kRequests, draw});
    const std::string& label = labels()[requests.size() % labels().size()];
    std::string text = make_text(label, rng);
    if (seen.insert(text).second) {
      requests.push_back({std::move(text), label});
    }
  }
  Rng order({seed, kOrder});
  order.shuffle(std::span(requests));
  return requests;
}

std::string to_csv(const std::vector<Request>& requests, std::size_t first_id) {
  std::string csv = "id,text,label\n";
  for (std::size_t i = 0; i < requests.size(); ++i) {
    std::string quoted;
    for (const char letter : requests[i].text) {
      quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    csv += fmt::format("{},\"{}\",{}\n", first_id + i, quoted, requests[i].label);
  }
  return csv;
}

}  // namespace noiseal::demo
