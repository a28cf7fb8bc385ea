#include "model/json_fields.h"

#include <set>

namespace droplet {
namespace {

constexpr int deepest = 8;

/// Throws for what the parser would accept and a settings file does not have.
class Watch {
 public:
    Watch(const std::string& name, const std::string& valid) : name_(name), valid_(valid) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        if (depth > deepest) throw Error(Fault::job, name_, "nested too deeply; valid: " + valid_);
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key && !keys_.back().insert(parsed.get_ref<const std::string&>()).second)
            throw Error(Fault::job, name_,
                        fmt::format("key {} stands twice; valid: each key once", detail::excerpt(parsed)));
        return true;
    }

 private:
    std::string name_, valid_;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_settings(const std::string& text, const std::string& name, const std::string& valid) {
    Json parsed;
    try {
        // Held by reference: the parser copies its callback.
        Watch watch(name, valid);
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
