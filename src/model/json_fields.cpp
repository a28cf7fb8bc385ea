#include "model/json_fields.h"

#include <set>

namespace droplet {
namespace {

// An object takes time by the square of its keys; of a value in memory there are some hundred bytes.
constexpr std::size_t most_keys = 256, most_values = 8'000'000;

/// Throws for what the parser would accept and a settings file does not have.
class Watch {
 public:
    Watch(const std::string& name, const std::string& valid, int deepest)
        : name_(name), valid_(valid), deepest_(deepest) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        if (depth > deepest_) throw Error(Fault::job, name_, "nested too deeply; valid: " + valid_);
        if (++values_ > most_values)
            throw Error(Fault::job, name_,
                        fmt::format("more than {} values; valid: {}", most_values, valid_));
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key && !keys_.back().insert(parsed.get_ref<const std::string&>()).second)
            throw Error(Fault::job, name_,
                        fmt::format("key {} stands twice; valid: each key once", detail::excerpt(parsed)));
        if (event == Event::key && keys_.back().size() > most_keys)
            throw Error(Fault::job, name_,
                        fmt::format("an object of more than {} keys; valid: {}", most_keys, valid_));
        return true;
    }

 private:
    std::string name_, valid_;
    int deepest_;
    std::size_t values_ = 0;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_settings(const std::string& text, const std::string& name, const std::string& valid, int deepest) {
    // The parser takes a byte 0 for the end, whatever stands behind it.
    if (const std::size_t zero = text.find('\0'); zero != std::string::npos)
        throw Error(Fault::job, name, fmt::format("not JSON (wrong at byte {}); valid: {}", zero + 1, valid));
    Json parsed;
    try {
        // Held by reference: the parser copies its callback.
        Watch watch(name, valid, deepest);
        parsed = Json::parse(text, [&](int depth, Json::parse_event_t event, Json& value) {
            return watch(depth, event, value);
        });
    } catch (const Json::parse_error& error) {
        throw Error(Fault::job, name,
                    fmt::format("not JSON (wrong at byte {}); valid: {}", error.byte, valid));
    } catch (const Json::out_of_range&) {
        throw Error(Fault::job, name, "has a number beyond all bounds; valid: " + valid);
    }
    if (!parsed.is_object())
        throw Error(Fault::job, name,
                    detail::excerpt(parsed) + " is no JSON object; valid: {\"droplet\": …}");
    return parsed;
}

}  // namespace droplet
