#include "model/json_fields.h"

#include <set>

namespace droplet {
namespace {

// An object takes time by the square of its keys; of a value in memory there are some hundred bytes.
constexpr std::size_t most_keys = 256, most_values = 8'000'000;

/// Throws Error for what the parser would accept and a settings file does not have. Looks through the text
/// before it is parsed: a callback of the parser would make it go through a list again for each of its items.
class Watch final : public nlohmann::json_sax<Json> {
 public:
    Watch(const std::string& name, const std::string& valid, int deepest)
        : name_(name), valid_(valid), deepest_(deepest) {}

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t&) override { return value(); }
    bool string(string_t&) override { return value(); }
    bool binary(binary_t&) override { return value(); }
    bool start_array(std::size_t) override { return value() && ++depth_; }
    bool end_array() override {
        --depth_;
        return true;
    }
    bool start_object(std::size_t) override {
        keys_.emplace_back();
        return value() && ++depth_;
    }
    bool end_object() override {
        keys_.pop_back();
        --depth_;
        return true;
    }
    bool key(string_t& key) override {
        if (!keys_.back().insert(key).second)
            fail(fmt::format("key {} stands twice; valid: each key once", detail::excerpt(key)));
        if (keys_.back().size() > most_keys)
            fail(fmt::format("an object of more than {} keys; valid: {}", most_keys, valid_));
        return true;
    }
    bool parse_error(std::size_t byte, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int number_out_of_range = 406;
        if (error.id == number_out_of_range) fail("has a number beyond all bounds; valid: " + valid_);
        fail(fmt::format("not JSON (wrong at byte {}); valid: {}", byte, valid_));
    }

 private:
    bool value() {
        if (depth_ > deepest_) fail("nested too deeply; valid: " + valid_);
        if (++values_ > most_values) fail(fmt::format("more than {} values; valid: {}", most_values, valid_));
        return true;
    }
    [[noreturn]] void fail(const std::string& what) const { throw Error(Fault::job, name_, what); }

    std::string name_, valid_;
    int deepest_;
    int depth_ = 0;
    std::size_t values_ = 0;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_settings(const std::string& text, const std::string& name, const std::string& valid, int deepest) {
    // The parser takes a byte 0 for the end, whatever stands behind it.
    if (const std::size_t zero = text.find('\0'); zero != std::string::npos)
        throw Error(Fault::job, name, fmt::format("not JSON (wrong at byte {}); valid: {}", zero + 1, valid));
    Watch watch(name, valid, deepest);
    Json::sax_parse(text, &watch);
    Json parsed = Json::parse(text);
    if (!parsed.is_object())
        throw Error(Fault::job, name,
                    detail::excerpt(parsed) + " is no JSON object; valid: {\"droplet\": …}");
    return parsed;
}

}  // namespace droplet
