/// What is not JSON, and is read all the same.
package enum JSONNote: String, Sendable {
    case notNumber = "NaN or Infinity in JSON: read as null"
    case extraComma = "a comma too many in JSON"
    case missingComma = "a comma missing in JSON"
    case comment = "a comment in JSON"
    case singleQuotes = "single quotes in JSON"
    case bareName = "a name without quotes in JSON"
    case bareQuote = "quotes in a JSON string that are not escaped"
    case tooDeep = "values that are nested too deep in JSON are left out"
    case otherWord = "a word that is not JSON: read as null"
}
