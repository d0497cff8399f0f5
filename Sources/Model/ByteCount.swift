/// Sizes as people read them: `512 B`, `4.2 MiB`.
public enum ByteCount {
    public static func text(_ bytes: Int) -> String {
        guard bytes >= 1_024 else { return "\(bytes) B" }
        var (value, unit) = (Double(bytes) / 1_024, 0)
        let units = ["KiB", "MiB", "GiB", "TiB"]
        while value >= 1_024, unit < units.count - 1 { (value, unit) = (value / 1_024, unit + 1) }
        let rounded = (value * 10).rounded() / 10
        return "\(value >= 100 ? String(Int(value.rounded())) : String(rounded)) \(units[unit])"
    }
}
